#include "ui/historypanel.h"

#include "model/items/plaintip.h"
#include "ui/foreigntext.h"
#include "ui/timeline.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Bold is the state that is looked at; in italics what had to be fetched as a whole.
class RecordDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font.setBold(index.data(HistoryModel::ViewedRole).toBool());
        option->font.setItalic(index.data(HistoryModel::OutstandingRole).toBool());
    }
};

constexpr double ZoomByButton = 2;
constexpr qint64 DayInMilliseconds = 86'400'000;
constexpr std::array<qint64, 4> Spans{DayInMilliseconds, 14 * DayInMilliseconds, 91 * DayInMilliseconds, 0};

QToolButton *makeHeadButton(const QString &text, const QString &tip)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setAutoRaise(true);
    button->setToolTip(plainTip(tip));
    button->setAccessibleName(tip);
    return button;
}

} // namespace

HistoryPanel::HistoryPanel(HistoryModel *history, ServerHistoryModel *server, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_timeline(new Timeline(history))
    , m_tabs(new QTabWidget(this))
    , m_view(makeView(history, tr("History of this mirror")))
    , m_serverView(makeView(server, tr("History of the server")))
    , m_extent(new PlainLabel(this))
    , m_problem(new PlainLabel(this))
    , m_serverEnd(new PlainLabel(this))
    , m_spans(new QButtonGroup(this))
    , m_look(new QPushButton(tr("Vie&w this state"), this))
    , m_compare(new QPushButton(tr("&Differences"), this))
{
    m_view->setObjectName(u"history"_s);
    m_view->setItemDelegate(new RecordDelegate(m_view));
    resetColumns();
    m_look->setToolTip(tr("Shows the whole mirror as it was after this update"));
    m_compare->setToolTip(tr("What differs between the two selected states, or between one and the newest"));
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(4, 0, 4, 0);
    buttons->addStretch(1);
    buttons->addWidget(m_look);
    buttons->addWidget(m_compare);
    auto *local = new QWidget;
    auto *localLayout = new QVBoxLayout(local);
    localLayout->setContentsMargins(0, 0, 0, 4);
    localLayout->setSpacing(2);
    localLayout->addLayout(makeHead());
    localLayout->addWidget(m_timeline);
    localLayout->addWidget(m_view, 1);
    localLayout->addLayout(buttons);
    auto *remote = new QWidget;
    auto *remoteLayout = new QVBoxLayout(remote);
    remoteLayout->setContentsMargins(0, 0, 0, 0);
    remoteLayout->addWidget(m_problem);
    remoteLayout->addWidget(m_serverView);
    remoteLayout->addWidget(m_serverEnd);
    m_serverEnd->setMargin(4);
    m_serverEnd->hide();
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(local, tr("This mirror"));
    m_tabs->addTab(remote, tr("Server"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);

    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) { Q_EMIT serverShown(tab == 1); });
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT viewRequested(index.data(HistoryModel::RecordRole).toLongLong());
    });
    connect(m_look, &QAbstractButton::clicked, this, [this] {
        if (const QList<qint64> records = selected(); records.size() == 1)
            Q_EMIT viewRequested(records.first());
    });
    connect(m_compare, &QAbstractButton::clicked, this, [this] {
        const QList<qint64> records = selected();
        if (records.isEmpty())
            return;
        const qint64 last = records.size() == 1 ? m_history->kept().newest : records.last();
        m_timeline->showRange(records.first(), last);
        tellExtent();
        Q_EMIT differencesRequested(records.first(), last);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPanel::enableButtons);
    connect(m_history, &QAbstractItemModel::modelReset, this, [this] {
        selectViewed(); // else a history that comes in after its state would have nothing selected
        enableButtons();
    });
    connect(m_history, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        m_top = m_view->verticalScrollBar()->value() > 0 ? m_view->indexAt({1, 1}) : QModelIndex();
    });
    connect(m_history, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_top.isValid()) // what is looked at stays where it is
            m_view->scrollTo(m_top, QAbstractItemView::PositionAtTop);
    });
    connect(server, &ServerHistoryModel::endChanged, this, [this, server] {
        m_serverEnd->setText(server->endText());
        m_serverEnd->setVisible(!server->endText().isEmpty());
    });
    connect(m_timeline, &Timeline::viewRequested, this, &HistoryPanel::viewRequested);
    connect(m_timeline, &Timeline::liveRequested, this, &HistoryPanel::liveRequested);
    connect(m_timeline, &Timeline::rangeChosen, this, [this](qint64 first, qint64 last) {
        tellExtent();
        Q_EMIT differencesRequested(first, last);
    });
    connect(m_timeline, &Timeline::rangeCleared, this, [this] {
        tellExtent();
        Q_EMIT differencesLeft();
    });
    connect(m_timeline, &Timeline::scaleChanged, this, &HistoryPanel::tellScale);
    enableButtons();
}

/// Of the timeline: how much of it is in sight.
QLayout *HistoryPanel::makeHead()
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(4, 2, 4, 0);
    head->setSpacing(2);
    head->addWidget(m_extent, 1);
    const std::array<std::pair<QString, QString>, 4> texts{
        {{tr("Day"), tr("Show the last day")},
         {tr("14 days"), tr("Show the last 14 days")},
         {tr("3 months"), tr("Show the last 3 months")},
         {tr("All"), tr("Show all of the history (Ctrl+0)")}}};
    for (size_t i = 0; i < texts.size(); ++i) {
        QToolButton *button = makeHeadButton(texts[i].first, texts[i].second);
        button->setCheckable(true);
        m_spans->addButton(button, int(i));
        head->addWidget(button);
    }
    m_spans->button(int(Spans.size()) - 1)->setChecked(true);
    QToolButton *farther = makeHeadButton(u"−"_s, tr("Zoom out (Ctrl+Minus)"));
    QToolButton *closer = makeHeadButton(u"+"_s, tr("Zoom in (Ctrl+Plus)"));
    head->addWidget(farther);
    head->addWidget(closer);
    connect(m_spans, &QButtonGroup::idClicked, this,
            [this](int id) { m_timeline->setSpan(Spans[size_t(id)]); });
    connect(farther, &QAbstractButton::clicked, this, [this] { m_timeline->zoom(ZoomByButton); });
    connect(closer, &QAbstractButton::clicked, this, [this] { m_timeline->zoom(1 / ZoomByButton); });
    return head;
}

/// Which of the buttons tells what is in sight; perhaps none.
void HistoryPanel::tellScale()
{
    const auto found = std::ranges::find(Spans, m_timeline->span());
    const QSignalBlocker quiet(m_spans);
    m_spans->setExclusive(false);
    for (size_t i = 0; i < Spans.size(); ++i)
        m_spans->button(int(i))->setChecked(found != Spans.end() && *found == Spans[i]);
    m_spans->setExclusive(true);
}

void HistoryPanel::setTouched(const QList<qint64> &records)
{
    m_timeline->setTouched(records);
}

void HistoryPanel::clearRange()
{
    m_timeline->clearRange();
    tellExtent();
}

QTableView *HistoryPanel::makeView(QAbstractItemModel *model, const QString &name)
{
    auto *view = new QTableView;
    view->setModel(model);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setStretchLastSection(true);
    view->setAccessibleName(name);
    return view;
}

void HistoryPanel::resetColumns()
{
    for (int column = 0; column < HistoryModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, column <= HistoryModel::Time    ? 150
                                       : column == HistoryModel::Cause ? 100
                                                                       : 84);
    for (int column = 0; column < ServerHistoryModel::ColumnCount; ++column)
        m_serverView->setColumnWidth(column, column <= ServerHistoryModel::Time ? 150 : 96);
}

/// The selected records, oldest first.
QList<qint64> HistoryPanel::selected() const
{
    QList<qint64> records;
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        records.append(row.data(HistoryModel::RecordRole).toLongLong());
    std::sort(records.begin(), records.end());
    return records;
}

void HistoryPanel::enableButtons()
{
    const qsizetype count = selected().size();
    m_look->setEnabled(count == 1);
    m_compare->setEnabled(count == 1 || count == 2);
}

void HistoryPanel::setExtent(const HistoryExtent &extent)
{
    const QLocale locale;
    const QString oldest = locale.toString(extent.oldestGeneration.value);
    if (extent.records == 0)
        m_extentText = tr("Nothing was applied yet.");
    else
        m_extentText = tr("%Ln update(s), back to generation %1; remembering them takes %2.", nullptr,
                          int(extent.records))
                           .arg(oldest, locale.formattedDataSize(extent.bytes));
    tellExtent();
}

/// While a range is selected: how that ends.
void HistoryPanel::tellExtent()
{
    m_extent->setText(m_timeline->range().first == 0
                          ? m_extentText
                          : tr("A range is selected. Shift+← and → change it, Esc ends it."));
}

/// The selection goes where the window goes; when it is live again there is none.
void HistoryPanel::setViewed(qint64 record)
{
    const qint64 before = std::exchange(m_viewed, record);
    m_asked = 0;
    m_history->setViewed(record);
    m_timeline->setViewed(record);
    if (before != record)
        selectViewed();
}

const HistoryRecord *HistoryPanel::setAsked(qint64 record)
{
    m_asked = record;
    m_timeline->setViewed(record);
    return m_history->record(record);
}

void HistoryPanel::selectViewed()
{
    const int row = m_viewed == 0 ? -1 : m_history->rowOf(m_viewed);
    if (row < 0)
        return m_view->selectionModel()->clear();
    const QModelIndex index = m_history->index(row, std::max(0, m_view->currentIndex().column()));
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
    m_view->scrollTo(index);
}

void HistoryPanel::setServerProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void HistoryPanel::step(int towardsThePast)
{
    const HistorySpan &span = m_history->kept();
    const qint64 current = m_asked != 0 ? m_asked : m_viewed;
    const qint64 now = m_history->rowOf(current) < 0 ? span.newest : current;
    const qint64 wanted = now - towardsThePast;
    if (span.count() == 0 || wanted < span.oldest || wanted > span.newest)
        return;
    if (wanted == span.newest)
        Q_EMIT liveRequested();
    else
        Q_EMIT viewRequested(wanted);
}

} // namespace GenMirror
