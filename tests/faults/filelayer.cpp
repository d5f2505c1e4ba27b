#include "tests/faults/filelayerhooks.h"

#include <QHash>

#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>

namespace GenMirror::Test
{

namespace
{

/// All that the layer knows. Never destroyed: libraries close files until the very end.
struct Layer {
    std::mutex mutex;
    QByteArray folder;
    std::optional<FileFault> fault;
    int counted = 0;
    int strikes = 0;
    int halved = -1; ///< The descriptor whose next write fails.
    QByteArray struckAt;
    bool records = false;
    std::vector<FileEvent> events;
    int lastFile = 0;
    QHash<QByteArray, int> files; ///< By path.

    [[nodiscard]] int fileAt(const QByteArray &path)
    {
        int &file = files[path];
        if (file == 0)
            file = ++lastFile;
        return file;
    }
    void note(FileEvent event)
    {
        if (records)
            events.push_back(std::move(event));
    }
};

struct Descriptor {
    int file = 0;
    QByteArray path;
    bool isFolder = false;
};

Layer &layer()
{
    static auto *const made = new Layer; // NOLINT: kept to the end
    return *made;
}

std::array<Descriptor, 4096> &descriptors()
{
    static auto *const made = new std::array<Descriptor, 4096>; // NOLINT: kept to the end
    return *made;
}

std::atomic<bool> watching = false;
/// A library may work with files while the layer allocates; and hooks are not counted themselves.
thread_local bool inside = false;

/// The layer's own lock, and no calls of its own counted.
class Entry
{
public:
    Entry()
        : m_lock(layer().mutex)
    {
        inside = true;
    }
    ~Entry() { inside = false; }
    Entry(const Entry &) = delete;
    Entry &operator=(const Entry &) = delete;

private:
    std::scoped_lock<std::mutex> m_lock;
};

bool isWithin(const char *path)
{
    const QByteArray &folder = layer().folder;
    const auto length = size_t(folder.size());
    return !folder.isEmpty() && std::strncmp(path, folder.constData(), length) == 0 &&
           (path[length] == '/' || path[length] == '\0');
}

Descriptor *descriptorOf(int number)
{
    if (number < 0 || size_t(number) >= descriptors().size())
        return nullptr;
    Descriptor &descriptor = descriptors()[size_t(number)];
    return descriptor.path.isEmpty() ? nullptr : &descriptor;
}

FileLayer::Fate fateOf(FileWork work, const QByteArray &path, int descriptor, const char *function)
{
    using FileLayer::Fate;
    Layer &own = layer();
    if (work == FileWork::Write && descriptor >= 0 && own.halved == descriptor) {
        own.halved = -1;
        errno = own.fault ? own.fault->error : EIO;
        return Fate::Fails;
    }
    if (!own.fault || !own.fault->works.testFlag(work) || !path.endsWith(own.fault->ending))
        return Fate::Goes;
    ++own.counted;
    if (own.counted < own.fault->nth || (own.counted > own.fault->nth && !own.fault->forEver))
        return Fate::Goes;
    if (own.strikes++ == 0)
        own.struckAt = QByteArray(function) + ' ' + path.sliced(own.folder.size());
    errno = own.fault->error;
    if (!own.fault->torn || work != FileWork::Write)
        return Fate::Fails;
    own.halved = descriptor;
    return Fate::Halves;
}

} // namespace

namespace FileLayer
{

void watch(const QByteArray &folder)
{
    const Entry entry;
    layer().folder = folder;
    watching = !folder.isEmpty();
}

void arm(const FileFault &fault)
{
    const Entry entry;
    Layer &own = layer();
    own.fault = fault;
    own.counted = 0;
    own.strikes = 0;
    own.halved = -1;
    own.struckAt.clear();
}

int disarm()
{
    const Entry entry;
    layer().fault.reset();
    layer().halved = -1;
    return layer().strikes;
}

int strikes()
{
    const Entry entry;
    return layer().strikes;
}

QByteArray struckAt()
{
    const Entry entry;
    return layer().struckAt;
}

void startRecording()
{
    const Entry entry;
    layer().events.clear();
    layer().records = true;
}

void mark(qint64 told)
{
    const Entry entry;
    layer().note({.kind = FileEvent::Kind::Mark, .offset = told});
}

std::vector<FileEvent> stopRecording()
{
    const Entry entry;
    layer().records = false;
    return std::exchange(layer().events, {});
}

bool isWatched(const char *path)
{
    if (!watching || inside || !path)
        return false;
    const Entry entry;
    return isWithin(path);
}

bool isWatched(int descriptor)
{
    if (!watching || inside)
        return false;
    const Entry entry;
    return descriptorOf(descriptor) != nullptr;
}

QByteArray pathIn(int folder, const char *name)
{
    if (!watching || inside || !name || *name == '/')
        return {};
    const Entry entry;
    const Descriptor *known = descriptorOf(folder);
    return known ? QByteArray(known->path + '/' + name) : QByteArray();
}

Fate fateOf(FileWork work, int descriptor, const char *function)
{
    const Entry entry;
    const Descriptor *known = descriptorOf(descriptor);
    return known ? Test::fateOf(work, known->path, descriptor, function) : Fate::Goes;
}

Fate fateOf(FileWork work, const char *path, const char *function)
{
    const Entry entry;
    return Test::fateOf(work, path, -1, function);
}

void opened(int descriptor, const char *path, bool wasThere, bool truncated)
{
    const Entry entry;
    if (descriptor < 0 || size_t(descriptor) >= descriptors().size())
        return;
    Layer &own = layer();
    const int file = own.fileAt(path);
    descriptors()[size_t(descriptor)] = {.file = file, .path = path};
    if (!wasThere)
        own.note({.kind = FileEvent::Kind::Create, .file = file, .path = path});
    else if (truncated)
        own.note({.kind = FileEvent::Kind::Truncate, .file = file, .path = path});
}

void folderOpened(int descriptor)
{
    const Entry entry;
    if (Descriptor *known = descriptorOf(descriptor))
        known->isFolder = true;
}

void closed(int descriptor)
{
    const Entry entry;
    if (Descriptor *known = descriptorOf(descriptor))
        *known = {};
}

void written(int descriptor, const void *bytes, size_t count, off_t offset)
{
    const Entry entry;
    Layer &own = layer();
    if (const Descriptor *known = descriptorOf(descriptor); known && own.records)
        own.note({.kind = FileEvent::Kind::Write,
                  .file = known->file,
                  .path = known->path,
                  .offset = offset,
                  .bytes = QByteArray(static_cast<const char *>(bytes), qsizetype(count))});
}

void truncated(int descriptor, off_t length)
{
    const Entry entry;
    if (const Descriptor *known = descriptorOf(descriptor))
        layer().note(
            {.kind = FileEvent::Kind::Truncate, .file = known->file, .path = known->path, .offset = length});
}

void truncated(const char *path, off_t length)
{
    const Entry entry;
    layer().note(
        {.kind = FileEvent::Kind::Truncate, .file = layer().fileAt(path), .path = path, .offset = length});
}

void synced(int descriptor)
{
    const Entry entry;
    if (const Descriptor *known = descriptorOf(descriptor))
        layer().note({.kind = known->isFolder ? FileEvent::Kind::SyncFolder : FileEvent::Kind::Sync,
                      .file = known->file,
                      .path = known->path});
}

void renamed(const char *from, const char *to)
{
    const Entry entry;
    Layer &own = layer();
    const QByteArray oldPath(from);
    const QByteArray newPath(to);
    own.note({.kind = FileEvent::Kind::Rename,
              .file = own.files.value(oldPath),
              .path = oldPath,
              .newPath = newPath});
    const QHash<QByteArray, int> before = own.files; // of a folder all that is in it moves
    const QByteArray within = oldPath + '/';
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (it.key() != oldPath && !it.key().startsWith(within))
            continue;
        own.files.remove(it.key());
        own.files.insert(newPath + it.key().sliced(oldPath.size()), it.value());
    }
}

void linked(const char *from, const char *to)
{
    const Entry entry;
    layer().files.insert(QByteArray(to), layer().fileAt(from));
    layer().note({.kind = FileEvent::Kind::Create, .file = layer().fileAt(from), .path = to});
}

void removed(const char *path)
{
    const Entry entry;
    layer().note({.kind = FileEvent::Kind::Remove, .file = layer().files.value(path), .path = path});
    layer().files.remove(path);
}

void folderMade(const char *path)
{
    const Entry entry;
    layer().note({.kind = FileEvent::Kind::MakeFolder, .path = path});
}

void folderRemoved(const char *path)
{
    const Entry entry;
    layer().note({.kind = FileEvent::Kind::RemoveFolder, .path = path});
}

} // namespace FileLayer

} // namespace GenMirror::Test
