// Where the window looks: tabs, links, and what is there again at the next start.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "model/core/utf8.h"
#include "ui/objectspanel.h"
#include "ui/settabs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLocale>
#include <QSettings>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int SessionDelay = 2000; // milliseconds

} // namespace

void Desktop::connectPlaces()
{
    SetTabs &tabs = m_window.tabs();
    connect(&tabs, &SetTabs::left, this, [this](SetTab &former) {
        if (m_objects.set() != 0) // else it remembers how it was looked at when it was there
            former.view = m_window.objects().viewState();
    });
    connect(&tabs, &SetTabs::entered, this, &Desktop::enterTab);
    connect(&m_window, &MainWindow::tabWanted, this, &Desktop::raiseTab);
    connect(&m_objects, &ObjectTableModel::orderChanged, this, &Desktop::showWanted, Qt::QueuedConnection);
    m_sessionDue.setSingleShot(true);
    m_sessionDue.setInterval(SessionDelay);
    connect(&m_sessionDue, &QTimer::timeout, this, &Desktop::rememberSession);
}

int Desktop::mirrorNamed(const QString &name) const
{
    const auto found = std::ranges::find_if(
        m_mirrors, [&](const auto &entry) { return mirrorNameOf(entry.second.session->config()) == name; });
    return found == m_mirrors.end() ? 0 : found->first;
}

/// Of one that is there, with the state that it is looked at in.
QString Desktop::titleOf(int number, const SetPath &set) const
{
    const Mirror &mirror = m_mirrors.at(number);
    const QString &tree = mirror.session->config().tree;
    QString place = set.isRoot() ? tree : u"%1 / %2"_s.arg(tree, set.toDisplay());
    if (!mirror.past || !mirror.past->viewed())
        return place;
    return tr("%1 · generation %2").arg(place, QLocale().toString(mirror.past->viewed()->to.value));
}

/// Of the window, of the table, and of all tabs.
void Desktop::showTitles()
{
    SetTabs &tabs = m_window.tabs();
    for (int index = 0; index < tabs.count(); ++index) {
        const SetTab &tab = tabs.tabs()[index];
        const auto found = m_mirrors.find(tab.mirror);
        if (found == m_mirrors.end())
            continue;
        const QString title = titleOf(tab.mirror, tab.set);
        tabs.setTitle(index, title, title + u'\n' + mirrorNameOf(found->second.session->config()));
    }
    const bool showsSome = m_mirrors.contains(tabs.current().mirror) && m_shown != 0;
    m_window.setTitle(showsSome ? titleOf(tabs.current().mirror, tabs.current().set) : QString());
}

void Desktop::openTab(int number, const SetPath &set)
{
    if (m_mirrors.contains(number))
        m_window.tabs().open({.mirror = number, .set = set}, titleOf(number, set));
}

/// One that shows the set already, or a new one; what the present one shows stays as it is.
void Desktop::raiseTab(int number, const SetPath &set)
{
    if (!m_window.tabs().raiseThatOf(number, set))
        openTab(number, set);
}

/// Shows what a tab remembers.
void Desktop::enterTab(const SetTab &tab)
{
    const SetTab wanted = tab;
    const auto found = m_mirrors.find(wanted.mirror);
    if (found == m_mirrors.end() || !found->second.view())
        return;
    const auto set = readOf(wanted.mirror, found->second.view()->set(wanted.set));
    if (!set)
        return m_objects.setSource({}, 0); // what is shown is of another tab
    m_window.objects().restore({});        // its filter comes with it
    if (!*set)
        return showAbsent(wanted.mirror);
    m_window.selectSet(m_mirrorTree.indexOf(wanted.mirror, wanted.set));
    showSet(wanted.mirror, (*set)->key);
    m_window.objects().restore(wanted.view);
    m_wanted = wanted.view.current;
    showWanted();
}

/// Once its row is known: the object that is to be looked at.
void Desktop::showWanted()
{
    const Mirror *mirror = shown();
    if (m_wanted.isEmpty() || !mirror || !mirror->view() || m_objects.set() == 0)
        return;
    const auto object =
        readOf(m_shown, mirror->view()->object(m_objects.set(), ObjectId::fromCanonical(m_wanted)))
            .value_or(std::nullopt);
    const bool isShown = object && m_window.objects().showObject(m_wanted, object->row);
    if (isShown || !m_objects.isOrdering())
        m_wanted.clear();
}

/// What the current tab shows, for its title and for the next start.
void Desktop::noteShownSet(int number, qint64 key)
{
    const Mirror &mirror = m_mirrors.at(number);
    SetPath path;
    if (mirror.view()) {
        const auto sets = readOf(number, mirror.view()->sets());
        if (!sets)
            return; // the tab stays what it was
        const auto found = std::ranges::find(*sets, key, &MirrorSet::key);
        if (found != sets->end())
            path = found->path;
    }
    m_sessionDue.start();
    SetTab &tab = m_window.tabs().current();
    tab.mirror = number;
    tab.set = path;
    showTitles();
    nameColumns(mirror, path);
}

/// Before the set is given to the table.
void Desktop::nameColumns(const Mirror &mirror, const SetPath &set)
{
    m_window.objects().setColumnsName(mirrorNameOf(mirror.session->config()) + u'\n' +
                                      textOfUtf8(set.toJson()));
}

void Desktop::rememberSession()
{
    if (!m_isRestored)
        return;
    SetTabs &tabs = m_window.tabs();
    if (m_objects.set() != 0)
        tabs.current().view = m_window.objects().viewState();
    QSettings settings;
    settings.remove("session"_L1);
    settings.setValue("session/current"_L1, tabs.currentIndex());
    settings.beginWriteArray("session/tabs"_L1);
    int place = 0;
    for (const SetTab &tab : tabs.tabs()) {
        const auto mirror = m_mirrors.find(tab.mirror);
        if (mirror == m_mirrors.end())
            continue;
        settings.setArrayIndex(place++);
        settings.setValue("mirror"_L1, mirrorNameOf(mirror->second.session->config()));
        settings.setValue("set"_L1, tab.set.toJson());
        settings.setValue("filter"_L1, tab.view.filter);
        settings.setValue("sortedBy"_L1, tab.view.sortedBy);
        settings.setValue("sorted"_L1, tab.view.isSorted);
        settings.setValue("descending"_L1, tab.view.isDescending);
        settings.setValue("object"_L1, tab.view.current);
    }
    settings.endArray();
}

void Desktop::restoreSession()
{
    QSettings settings;
    const int current = settings.value("session/current"_L1).toInt();
    QList<SetTab> tabs;
    QStringList titles;
    const int count = settings.beginReadArray("session/tabs"_L1);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const int number = mirrorNamed(settings.value("mirror"_L1).toString());
        const auto set = SetPath::fromJson(settings.value("set"_L1).toByteArray());
        if (number == 0 || !set)
            continue;
        openView(number);
        tabs.append({.mirror = number,
                     .set = *set,
                     .view = {.filter = settings.value("filter"_L1).toString(),
                              .sortedBy = settings.value("sortedBy"_L1).toString(),
                              .isSorted = settings.value("sorted"_L1).toBool(),
                              .isDescending = settings.value("descending"_L1).toBool(),
                              .current = settings.value("object"_L1).toByteArray()}});
        titles.append(titleOf(number, *set));
    }
    settings.endArray();
    m_window.tabs().restore(tabs, titles, current);
}

void Desktop::askForLink()
{
    auto *dialog = new QInputDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    ProductionMarks::setNoConnection(dialog);
    dialog->setWindowTitle(tr("Open link"));
    dialog->setLabelText(tr("A link to an object or a set: genmirror://server/tree/set/id"));
    dialog->setTextValue(linkToShown().value_or(QString()));
    dialog->resize(dialog->fontMetrics().averageCharWidth() * 80, dialog->height());
    connect(dialog, &QInputDialog::textValueSelected, this, &Desktop::openLink);
    dialog->open();
}

void Desktop::openLink(const QString &link)
{
    const auto place = Place::fromLink(link.trimmed());
    if (!place) {
        m_window.statusBar()->showMessage(place.error().detail, LongSentence);
        return;
    }
    m_pendingPlace = *place;
    goToPendingPlace();
    if (!m_pendingPlace)
        return;
    const bool isKnown = std::ranges::any_of(m_mirrors, [&](const auto &entry) {
        const MirrorConfig &config = entry.second.session->config();
        return Place::serverOf(config) == place->server && config.tree == place->tree;
    });
    if (!isKnown) {
        showStart();
        m_welcome.suggest(place->server, place->tree);
        m_window.statusBar()->showMessage(tr("The link leads to a server that is not mirrored here yet."),
                                          LongSentence);
    }
}

/// As soon as there is something to go to.
void Desktop::goToPendingPlace()
{
    if (!m_pendingPlace)
        return;
    for (const auto &[number, mirror] : m_mirrors) {
        const MirrorConfig &config = mirror.session->config();
        if (Place::serverOf(config) != m_pendingPlace->server || config.tree != m_pendingPlace->tree ||
            !mirror.view())
            continue;
        const Place place = *m_pendingPlace;
        const auto readSet = readOf(number, mirror.view()->set(place.set));
        const auto set = readSet.value_or(std::nullopt);
        std::optional<std::optional<MirrorObject>> object(std::in_place); // none is looked for
        if (set && place.object)
            object = readOf(number, mirror.view()->object(set->key, *place.object));
        if (!readSet || !object)
            return; // once it can be read
        const bool isThere = set && (!place.object || *object);
        const bool mayStillCome = mirror.session->status().state == MirrorStatus::State::Connecting ||
                                  mirror.session->status().state == MirrorStatus::State::CatchingUp ||
                                  mirror.session->status().state == MirrorStatus::State::Opening;
        if (!isThere && mayStillCome)
            return;
        m_pendingPlace.reset();
        if (!set) {
            m_window.statusBar()->showMessage(tr("This mirror holds no set %1.").arg(place.set.toDisplay()),
                                              LongSentence);
            return;
        }
        if (!isThere)
            m_window.statusBar()->showMessage(
                tr("The set holds no object %1 (any more).").arg(place.object->toDisplay()), LongSentence);
        enterTab({.mirror = number,
                  .set = place.set,
                  .view = {.current = place.object ? place.object->toJson() : QByteArray()}});
        return;
    }
}

std::optional<QString> Desktop::linkToShown()
{
    const Mirror *mirror = shown();
    if (!mirror)
        return {};
    const MirrorConfig &config = mirror->session->config();
    return Place{.server = Place::serverOf(config),
                 .tree = config.tree,
                 .set = m_window.tabs().current().set,
                 .object = m_window.currentObject()}
        .toLink();
}

void Desktop::copyLink()
{
    if (const auto link = linkToShown())
        QGuiApplication::clipboard()->setText(*link);
}

} // namespace GenMirror
