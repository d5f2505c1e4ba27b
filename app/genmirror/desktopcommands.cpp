// What the menus ask for, and what takes a while.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "app/genmirror/supportbundle.h"
#include "ui/filechooser.h"
#include "ui/jobbar.h"
#include "ui/objectspanel.h"
#include "ui/settabs.h"
#include "ui/sheetchoices.h"

#include <QApplication>
#include <QClipboard>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Format = ExportOrder::Format;

Format formatOf(const QString &fileName)
{
    if (fileName.endsWith(".csv"_L1, Qt::CaseInsensitive))
        return Format::Csv;
    return fileName.endsWith(".ndjson"_L1, Qt::CaseInsensitive) ||
                   fileName.endsWith(".jsonl"_L1, Qt::CaseInsensitive)
               ? Format::Ndjson
               : Format::Json;
}

} // namespace

void Desktop::connectCommands()
{
    connect(&m_window, &MainWindow::commanded, this, &Desktop::obey);
    connect(&m_exporter, &Exporter::progress, &m_window.jobs(), &JobBar::setProgress);
    connect(&m_window.jobs(), &JobBar::cancelRequested, &m_exporter, &Exporter::cancel);
    connect(&m_exporter, &Exporter::finished, this, [this](qint64 objects, const QString &problem) {
        m_window.jobs().end();
        m_window.statusBar()->showMessage(
            problem.isEmpty() ? tr("%Ln object(s) exported.", nullptr, int(objects)) : problem, LongSentence);
    });
}

void Desktop::obey(MainWindow::Command command)
{
    using Command = MainWindow::Command;
    switch (command) {
    case Command::AddServer:
        m_welcome.clear();
        return showStart();
    case Command::ShowStart:
        return showStart();
    case Command::AddOtherKind:
        return m_welcome.askForOtherKind(&m_window);
    case Command::OpenLink:
        return askForLink();
    case Command::ImportProfiles:
        return importProfiles();
    case Command::ExportProfiles:
        return exportProfiles();
    case Command::ExportSelection:
    case Command::ExportSet:
    case Command::ExportTree:
        return askWhereToExport(command);
    case Command::CopyLink:
        return copyLink();
    case Command::NewObject:
        return newObject();
    case Command::EditObjects:
        return editObjects();
    case Command::RemoveObjects:
        return removeObjects();
    case Command::UndoEdit:
        return undoEdit();
    case Command::Rules:
        return showRules();
    case Command::SupportBundle:
        return copySupportBundle();
    case Command::Quit:
        m_window.close();
        return QApplication::quit();
    default:
        break;
    }
    if (m_mirrors.contains(m_window.currentMirror()))
        obeyForMirror(command, m_window.currentMirror());
}

void Desktop::obeyForMirror(MainWindow::Command command, int number)
{
    using Command = MainWindow::Command;
    MirrorSession &session = *m_mirrors.at(number).session;
    const MirrorConfig &config = session.config();
    switch (command) {
    case Command::OpenTab:
        return openTab(number, m_window.currentSet());
    case Command::Refresh:
        return session.refresh();
    case Command::Repair:
        return session.repair();
    case Command::Pause:
        return session.status().state == MirrorStatus::State::Paused ? session.resume() : session.pause();
    case Command::Credentials:
        return askForCredentials(number);
    case Command::Profile:
        return askForProfile(number);
    case Command::NewRule:
        return addRule(number);
    case Command::ServerPage:
        return mayDo(Act::Administer) ? administrationOf(config.server).showPage() : void();
    case Command::Compact:
        return mayDo(Act::Compact) ? administrationOf(config.server).compact(config.tree) : void();
    case Command::Reset:
        return mayDo(Act::Reset) ? administrationOf(config.server).reset(config.tree) : void();
    default:
        return;
    }
}

void Desktop::askWhereToExport(MainWindow::Command command)
{
    const Mirror *mirror = shown();
    if (!mirror || !mirror->view() || m_exporter.isBusy())
        return;
    if (m_objects.isOrdering()) {
        m_window.statusBar()->showMessage(
            tr("The list is still being put in order; then it can be exported."), LongSentence);
        return;
    }
    const MirrorConfig &config = mirror->session->config();
    ExportOrder order{.directory = config.directory,
                      .tree = config.tree,
                      .record = mirror->past ? mirror->past->record() : 0,
                      .isTree = command == MainWindow::Command::ExportTree,
                      .rows = command == MainWindow::Command::ExportSelection
                                  ? m_window.objects().selectedRows()
                                  : m_objects.rows(),
                      .columns = m_window.objects().shownColumns(),
                      .sheet = chosenSheetStyle()};
    if (order.isTree)
        order.rows.clear();
    QStringList filters{tr("JSON (*.json)"), tr("JSON, an object on each line (*.ndjson)")};
    if (!order.isTree)
        filters.append(tr("CSV, the columns that are shown (*.csv)"));
    auto *dialog = new FileChooser(FileChooser::Purpose::Save, tr("Export"), filters, &m_window);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(order.tree + u".json"_s);
    connect(dialog, &FileChooser::filterSelected, dialog, [dialog](const QString &filter) {
        const qsizetype dot = filter.lastIndexOf(u"*."_s);
        dialog->setDefaultSuffix(filter.mid(dot + 2).chopped(1));
    });
    connect(dialog, &FileChooser::fileSelected, this, [this, order](const QString &fileName) mutable {
        order.fileName = fileName;
        order.format = formatOf(fileName);
        startExport(order);
    });
    dialog->open();
}

void Desktop::startExport(const ExportOrder &order)
{
    if (m_exporter.isBusy())
        return;
    m_window.jobs().begin(tr("Exporting…"));
    m_exporter.start(order);
}

void Desktop::copySupportBundle()
{
    QList<BundledMirror> mirrors;
    for (const auto &[number, mirror] : m_mirrors) {
        const auto sets = mirror.live ? readOf(number, mirror.live->sets()) : std::nullopt;
        mirrors.append({.name = mirrorNameOf(mirror.session->config()),
                        .status = mirror.session->status(),
                        .sets = sets ? std::optional<qint64>(sets->size()) : std::nullopt});
    }
    QGuiApplication::clipboard()->setText(supportBundle(mirrors, m_activity.toText()));
    m_window.statusBar()->showMessage(tr("Copied: versions, mirrors and activity, without secrets."),
                                      LongSentence);
}

} // namespace GenMirror
