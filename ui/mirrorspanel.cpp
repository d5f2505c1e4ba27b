#include "ui/mirrorspanel.h"

#include "ui/clearbutton.h"

#include "ui/statedelegate.h"
#include "ui/theme/sizes.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

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
    addClearButton(m_filter);
    m_filter->setAccessibleName(tr("Filter sets"));
    m_view->setModel(m_proxy);
    auto *delegate = new StateDelegate(m_view);
    m_view->setItemDelegate(delegate);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(units(16));
    m_view->setHeaderHidden(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->viewport()->setBackgroundRole(QPalette::Window);
    addFieldIcon(m_filter, u"search"_s);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Mirrors"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(MirrorTreeModel::Name, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(MirrorTreeModel::Members, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(units(8));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(units(16), 0, units(8), 0);
    top->addWidget(m_filter);
    layout->addLayout(top);
    layout->addWidget(m_view);

    connect(m_filter, &QLineEdit::textChanged, delegate, &StateDelegate::setFilter);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_view, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { Q_EMIT contextMenuRequested(m_view->viewport()->mapToGlobal(at)); });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &above) {
        if (!above.parent().isValid())
            m_view->expand(above); // servers show what they mirror
    });
    connect(m_view, &QTreeView::clicked, this, &MirrorsPanel::picked);
    connect(m_view, &QTreeView::activated, this, &MirrorsPanel::picked);
    m_view->viewport()->installEventFilter(this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this, model](const QModelIndex &current) {
                model->setSeen(m_proxy->mapToSource(current));
                if (current.data(MirrorTreeModel::MirrorRole).toInt() != 0)
                    Q_EMIT selected(current.data(MirrorTreeModel::MirrorRole).toInt(),
                                    current.data(MirrorTreeModel::SetRole).toLongLong());
            });
}

/// Names matter more than counts: where there is no room for both, the counts go.
void MirrorsPanel::resizeEvent(QResizeEvent *event)
{
    constexpr int least = 30; // characters
    QWidget::resizeEvent(event);
    m_view->setColumnHidden(MirrorTreeModel::Members, width() < fontMetrics().averageCharWidth() * least);
}

/// The middle button opens a set in a tab of its own, as it does with links. The view learns nothing of it:
/// it would go to the set, and so would the tab that is shown.
bool MirrorsPanel::eventFilter(QObject *watched, QEvent *event)
{
    const bool isPress =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (!isPress && event->type() != QEvent::MouseButtonRelease)
        return QWidget::eventFilter(watched, event);
    const auto *mouse = static_cast<const QMouseEvent *>(event);
    if (mouse->button() != Qt::MiddleButton)
        return QWidget::eventFilter(watched, event);
    const QModelIndex index = m_view->indexAt(mouse->pos());
    if (isPress)
        m_pressed = index;
    else if (index.isValid() && index == m_pressed && index.data(MirrorTreeModel::MirrorRole).toInt() != 0)
        Q_EMIT tabWanted(
            index.data(MirrorTreeModel::MirrorRole).toInt(),
            SetPath::fromJson(index.data(MirrorTreeModel::PathJsonRole).toByteArray()).value_or(SetPath()));
    return true;
}

bool MirrorsPanel::hasCurrent() const
{
    return m_view->currentIndex().isValid();
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
    for (QModelIndex shown = index; shown.isValid(); shown = shown.parent())
        m_view->expand(shown);
}

} // namespace GenMirror
