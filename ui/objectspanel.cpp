#include "ui/objectspanel.h"

#include "model/core/utf8.h"
#include "model/items/plaintip.h"
#include "model/sheets/objectsheet.h"
#include "ui/columnmemory.h"
#include "ui/filterline.h"
#include "ui/foreigntext.h"
#include "ui/markedrows.h"
#include "ui/objectdelegate.h"
#include "ui/rowtable.h"
#include "ui/sheetchoices.h"
#include "ui/theme/mirrorstyle.h"
#include "ui/theme/sizes.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int MostOffered = 60; // attributes in the menu of columns

} // namespace

ObjectsPanel::ObjectsPanel(ObjectTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new PlainLabel(this))
    , m_filter(new FilterLine(this))
    , m_count(new PlainLabel(this))
    , m_view(new RowTable(this))
    , m_delegate(new ObjectDelegate(m_view))
    , m_empty(new PlainLabel(m_view))
    , m_news(new QPushButton(m_view))
{
    build();
    connectModel();
    tellCount();
}

void ObjectsPanel::build()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(m_delegate);
    m_view->setSortingEnabled(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->horizontalHeader()->setSortIndicatorClearable(true);
    m_view->horizontalHeader()->setSectionsMovable(true);
    m_view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->horizontalHeader()->setToolTip(
        tr("Click to sort, drag to move; more columns by the right mouse button"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Objects"));
    m_view->setGutter(24);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setMaximumWidth(fontMetrics().averageCharWidth() * 50); // the filter keeps its room
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    m_news->hide();
    m_news->setProperty(MirrorStyle::RoleProperty, u"pill"_s);
    m_news->setCursor(Qt::PointingHandCursor);

    auto *top = new QHBoxLayout;
    top->addWidget(m_title);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    top->setAlignment(m_title, Qt::AlignTop);
    top->setAlignment(m_count, Qt::AlignTop);
    const int margin = (m_filter->sizeHint().height() - m_title->sizeHint().height()) / 2;
    m_title->setContentsMargins(2, margin, 4, 0);
    m_count->setContentsMargins(4, margin, 2, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    top->setContentsMargins(units(16), units(8), units(16), units(8));
    top->setSpacing(units(8));
    layout->addLayout(top);
    layout->addWidget(m_view);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *cover = new QVBoxLayout(m_view->viewport());
    cover->addWidget(m_empty, 1);
    cover->addWidget(m_news, 0, Qt::AlignBottom | Qt::AlignHCenter);
}

void ObjectsPanel::connectModel()
{
    connect(m_filter, &FilterLine::filterChanged, m_model, &ObjectTableModel::setFilter);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ObjectsPanel::tellCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ObjectsPanel::tellCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_arrived.clear();
        m_news->hide();
        {
            const QSignalBlocker quiet(m_view->horizontalHeader()); // another set is in the order as stored
            m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        }
        restoreColumns();
        m_filter->setAttributes(m_model->knownAttributes());
        if (m_model->rowCount() > 0 && !m_restoring)
            m_view->setCurrentIndex(m_model->index(0, 0));
        tellCurrent();
        tellCount();
    });
    connect(m_model, &ObjectTableModel::orderReplaced, m_view, [this] {
        m_arrived.clear();
        m_news->hide();
        const QModelIndex current = m_view->currentIndex();
        m_view->showFromTop();
        if (current.isValid())
            m_view->scrollTo(current);
    });
    connect(m_model, &ObjectTableModel::orderChanged, this, &ObjectsPanel::tellCount);
    connect(m_model, &ObjectTableModel::problemChanged, this, &ObjectsPanel::tellCount);
    connect(m_model, &ObjectTableModel::rowsArrived, this, &ObjectsPanel::arrived);
    new MarkedRows(m_view, m_model, m_delegate);
    connect(m_news, &QAbstractButton::clicked, this, &ObjectsPanel::showArrived);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, &ObjectsPanel::clearArrivedIfSeen);
    QHeaderView *header = m_view->horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, &ObjectsPanel::rememberColumns);
    connect(header, &QHeaderView::sectionMoved, this, &ObjectsPanel::rememberColumns);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { showColumnMenu(header->mapToGlobal(at)); });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        if (m_menu && m_view->indexAt(at).isValid())
            m_menu->popup(m_view->viewport()->mapToGlobal(at));
    });
}

void ObjectsPanel::setTitle(const QString &title)
{
    m_title->setText(title);
}

void ObjectsPanel::setWaiting(const QString &reason)
{
    m_waiting = reason;
    tellCount();
}

void ObjectsPanel::setColumnsName(const QString &name)
{
    m_columnsName = name;
}

void ObjectsPanel::restoreColumns()
{
    m_restoring = true;
    const QSignalBlocker quiet(this);
    const QList<ShownColumn> columns = columnsOf(m_columnsName);
    QStringList attributes;
    for (const ShownColumn &column : columns) {
        if (!column.name.isEmpty())
            attributes.append(column.name);
    }
    if (!columns.isEmpty() && m_model->set() != 0)
        m_model->setAttributes(attributes);
    QHeaderView *header = m_view->horizontalHeader();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        const int usual = fontMetrics().averageCharWidth() * (column == 0 ? 24 : 18);
        header->resizeSection(column, std::clamp(header->sectionSizeHint(column), usual, usual * 2));
    }
    int visual = 0;
    for (const ShownColumn &column : columns) {
        const qsizetype logical = column.name.isEmpty() ? 0 : m_model->attributes().indexOf(column.name) + 1;
        if (logical == 0 && !column.name.isEmpty())
            continue;
        header->moveSection(header->visualIndex(int(logical)), visual++);
        header->resizeSection(int(logical), column.width);
    }
    m_restoring = false;
}

void ObjectsPanel::rememberColumns() const
{
    if (m_restoring || m_columnsName.isEmpty() || m_model->set() == 0)
        return;
    const QHeaderView *header = m_view->horizontalHeader();
    QList<ShownColumn> columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int logical = header->logicalIndex(visual);
        columns.append({.name = logical == 0 ? QString() : m_model->attributes().value(logical - 1),
                        .width = header->sectionSize(logical)});
    }
    rememberColumnsOf(m_columnsName, columns);
}

QStringList ObjectsPanel::shownColumns() const
{
    const QHeaderView *header = m_view->horizontalHeader();
    QStringList columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        if (const int logical = header->logicalIndex(visual); logical > 0)
            columns.append(m_model->attributes().value(logical - 1));
    }
    return columns;
}

void ObjectsPanel::showColumnMenu(const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const QStringList known = m_model->knownAttributes().mid(0, MostOffered);
    for (const QString &attribute : known) {
        QAction *action = menu->addAction(shortEntry(attribute));
        action->setToolTip(plainTip(attribute));
        action->setCheckable(true);
        action->setChecked(m_model->attributes().contains(attribute));
        connect(action, &QAction::toggled, this, [this, attribute](bool shows) {
            QStringList attributes = m_model->attributes();
            if (shows)
                attributes.append(attribute);
            else
                attributes.removeAll(attribute);
            m_model->setAttributes(attributes);
            rememberColumns();
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("&Fit to what is shown")), &QAction::triggered, this,
            [this] { m_view->resizeColumnsToContents(); });
    connect(menu->addAction(tr("&The columns as at first")), &QAction::triggered, this,
            &ObjectsPanel::resetColumns);
    menu->popup(globalPosition);
}

void ObjectsPanel::resetColumns()
{
    rememberColumnsOf(m_columnsName, {});
    m_model->resetAttributes();
    restoreColumns();
}

ObjectsPanel::ViewState ObjectsPanel::viewState() const
{
    const OrderQuery &query = m_model->orderQuery();
    return {.filter = m_filter->text(),
            .sortedBy = query.attribute,
            .isSorted = query.isSorted(),
            .isDescending = query.descending,
            .current = currentId()};
}

void ObjectsPanel::restore(const ViewState &state)
{
    m_filter->setText(state.filter);
    int column = -1;
    if (state.isSorted)
        column = state.sortedBy.isEmpty() ? 0 : int(m_model->attributes().indexOf(state.sortedBy)) + 1;
    if (state.isSorted && column == 0 && !state.sortedBy.isEmpty())
        column = -1; // that column is not shown any more
    m_view->horizontalHeader()->setSortIndicator(column, state.isDescending ? Qt::DescendingOrder
                                                                            : Qt::AscendingOrder);
}

void ObjectsPanel::focusFilter()
{
    m_filter->takeFocus();
}

void ObjectsPanel::takeFocus()
{
    m_view->setFocus();
}

QByteArray ObjectsPanel::currentId() const
{
    return m_view->currentIndex().data(ObjectTableModel::IdJsonRole).toByteArray();
}

bool ObjectsPanel::showObject(const QByteArray &id, qint64 row)
{
    const int place = m_model->placeOf(row);
    if (place < 0)
        return false;
    const QModelIndex index = m_model->index(place, std::max(0, m_view->currentIndex().column()));
    if (index.data(ObjectTableModel::IdJsonRole).toByteArray() != id)
        return false;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
    return true;
}

QList<qint64> ObjectsPanel::selectedRows() const
{
    QList<qint64> places;
    const QItemSelection selection = m_view->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            places.append(row);
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (qint64 &place : places)
        place = m_model->rows()[place];
    return places;
}

void ObjectsPanel::copySelection(CopyFormat format) const
{
    const QList<qint64> rows = selectedRows();
    if (rows.isEmpty() || !m_model->view())
        return;
    const auto objects = m_model->view()->objects(rows);
    if (!objects)
        return m_model->setProblem(objects.error());
    const ObjectSheet sheet(copiedSheetStyle(format == CopyFormat::Tsv ? SheetStyle::Separator::Tab
                                                                       : SheetStyle::Separator::Comma),
                            shownColumns());
    QByteArray text = format == CopyFormat::Json ? QByteArray() : sheet.head();
    for (const MirrorObject &object : *objects)
        text +=
            format == CopyFormat::Json ? QByteArray(object.object.text + '\n') : sheet.line(object.object);
    text.chop(1); // a last line's end would be pasted as an empty line
    QGuiApplication::clipboard()->setText(textOfUtf8(text));
}

void ObjectsPanel::setCompact(bool compact)
{
    m_view->setCompact(compact);
}

void ObjectsPanel::setFlashing(bool flashes)
{
    m_delegate->setFlashing(flashes);
}

void ObjectsPanel::arrived(const QList<qint64> &rows)
{
    if (m_view->rowsInView() >= m_model->rowCount())
        return; // all are in sight
    m_arrived += rows;
    clearArrivedIfSeen();
}

/// What came outside of what is in sight waits for a click: nothing moves under a person's eyes.
void ObjectsPanel::clearArrivedIfSeen()
{
    if (m_arrived.isEmpty())
        return;
    const int place = m_model->placeOf(m_arrived.last());
    if (place < 0 || m_view->isRowVisible(place))
        m_arrived.clear();
    const bool isAbove = place >= 0 && place < m_view->topRow();
    const QString number = QLocale().toString(m_arrived.size());
    m_news->setText(isAbove ? tr("↑ %1 new").arg(number) : tr("↓ %1 new").arg(number));
    m_news->setVisible(!m_arrived.isEmpty());
}

void ObjectsPanel::showArrived()
{
    const QList<qint64> rows = std::exchange(m_arrived, {});
    m_news->hide();
    if (const int place = rows.isEmpty() ? -1 : m_model->placeOf(rows.last()); place >= 0)
        m_view->scrollTo(m_model->index(place, 0));
    m_view->setFocus();
}

void ObjectsPanel::tellCurrent()
{
    const QModelIndex current = m_view->currentIndex();
    Q_EMIT currentChanged(current.data(ObjectTableModel::IdRole).toString(),
                          current.data(ObjectTableModel::TextRole).toByteArray());
}

void ObjectsPanel::tellCount()
{
    const int rows = m_model->rowCount();
    const bool filtered = !m_filter->text().isEmpty();
    if (m_model->set() == 0)
        m_count->clear();
    else if (m_model->isOrdering())
        m_count->setText(filtered ? tr("searching…") : tr("ordering…"));
    else if (m_model->problem())
        m_count->setText(tr("%Ln object(s), perhaps not all", nullptr, rows));
    else
        m_count->setText(filtered ? tr("%Ln match(es)", nullptr, rows) : tr("%Ln object(s)", nullptr, rows));
    m_empty->setVisible(rows == 0 && !m_model->isOrdering());
    if (m_model->problem())
        m_empty->setText(tr("The objects of this set cannot be read:\n\n%1").arg(m_model->problem()->detail));
    else if (!m_waiting.isEmpty())
        m_empty->setText(m_waiting);
    else if (m_model->set() == 0)
        m_empty->setText(tr("Choose a set on the left.\n\nNo mirrors yet? Add a server: Ctrl+N"));
    else
        m_empty->setText(filtered
                             ? tr("No object matches “%1”.").arg(m_filter->text())
                             : tr("This set holds no objects itself.\nIts nested sets are on the left."));
}

} // namespace GenMirror
