#include "ui/mirrorspanel.h"

#include "ui/statedelegate.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace GenMirror
{

MirrorsPanel::MirrorsPanel(MirrorTreeModel *model, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_view(new QTreeView(this))
    , m_proxy(new QSortFilterProxyModel(this))
{
    m_proxy->setSourceModel(model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setPlaceholderText(tr("Filter sets"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter sets"));
    m_view->setModel(m_proxy);
    m_view->setItemDelegate(new StateDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Mirrors"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(MirrorTreeModel::Name, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(MirrorTreeModel::Members, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_filter);
    layout->addWidget(m_view);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_view, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { Q_EMIT contextMenuRequested(m_view->viewport()->mapToGlobal(at)); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    Q_EMIT selected(current.data(MirrorTreeModel::MirrorRole).toInt(),
                                    current.data(MirrorTreeModel::SetRole).toLongLong(),
                                    current.data(MirrorTreeModel::PathRole).toString());
            });
}

int MirrorsPanel::currentMirror() const
{
    return m_view->currentIndex().data(MirrorTreeModel::MirrorRole).toInt();
}

SetPath MirrorsPanel::currentSet() const
{
    return SetPath::fromJson(m_view->currentIndex().data(MirrorTreeModel::PathJsonRole).toByteArray())
        .value_or(SetPath());
}

QString MirrorsPanel::currentPath() const
{
    return m_view->currentIndex().data(MirrorTreeModel::PathRole).toString();
}

void MirrorsPanel::select(const QModelIndex &sourceIndex)
{
    const QModelIndex index = m_proxy->mapFromSource(sourceIndex);
    m_view->setCurrentIndex(index);
    m_view->expand(index);
}

} // namespace GenMirror
