#include "ui/objectspanel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace GenMirror
{

ObjectsPanel::ObjectsPanel(ObjectTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new QLabel(this))
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_view(new QTableView(this))
    , m_empty(new QLabel(m_view))
{
    m_filter->setPlaceholderText(tr("Filter objects (Ctrl+F)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter objects"));
    m_view->setModel(m_model);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setAlternatingRowColors(true);
    m_view->setSortingEnabled(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->horizontalHeader()->setSortIndicatorClearable(true);
    m_view->horizontalHeader()->setSectionsMovable(true);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 8);
    m_view->setWordWrap(false);
    m_view->setAccessibleName(tr("Objects"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);

    auto *top = new QHBoxLayout;
    top->addWidget(m_title);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(top);
    layout->addWidget(m_view);
    auto *cover = new QVBoxLayout(m_view->viewport());
    cover->addWidget(m_empty);

    connect(m_filter, &QLineEdit::textChanged, m_model, &ObjectTableModel::setFilter);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ObjectsPanel::tellCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ObjectsPanel::tellCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        for (int column = 0; column < m_model->columnCount(); ++column)
            m_view->setColumnWidth(column, column == 0 ? 180 : 130);
        if (m_model->rowCount() > 0)
            m_view->setCurrentIndex(m_model->index(0, 0));
        tellCurrent();
        tellCount();
    });
    connect(m_model, &ObjectTableModel::orderChanged, this, &ObjectsPanel::tellCount);
    tellCount();
}

void ObjectsPanel::setTitle(const QString &title)
{
    m_title->setText(title);
}

void ObjectsPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QByteArray ObjectsPanel::currentId() const
{
    return m_view->currentIndex().data(ObjectTableModel::IdJsonRole).toByteArray();
}

void ObjectsPanel::copySelection() const
{
    QByteArrayList texts;
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &row : std::as_const(rows))
        texts.append(row.data(ObjectTableModel::TextRole).toByteArray());
    if (!texts.isEmpty())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(texts.join('\n')));
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
    const QString number = QLocale().toString(rows);
    if (m_model->set() == 0)
        m_count->clear();
    else if (m_model->isOrdering())
        m_count->setText(tr("searching…"));
    else if (filtered)
        m_count->setText(rows == 1 ? tr("1 match") : tr("%1 matches").arg(number));
    else
        m_count->setText(rows == 1 ? tr("1 object") : tr("%1 objects").arg(number));
    m_empty->setVisible(rows == 0);
    if (m_model->set() == 0)
        m_empty->setText(tr("Choose a set on the left.\n\nNo mirrors yet? Add a server: Ctrl+N"));
    else
        m_empty->setText(filtered
                             ? tr("No object holds “%1”.").arg(m_filter->text())
                             : tr("This set holds no objects itself.\nIts nested sets are on the left."));
}

} // namespace GenMirror
