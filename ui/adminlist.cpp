#include "ui/adminlist.h"
#include "ui/allowed.h"
#include "ui/foreigntext.h"
#include "ui/theme/mirrorstyle.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace GenMirror
{

AdminList::AdminList(const QString &name, const QStringList &head, const QString &empty, QWidget *parent)
    : QWidget(parent)
    , m_model(new TextRows(head, this))
    , m_view(new QTableView(this))
    , m_empty(new PlainLabel(this))
    , m_buttonRow(new QHBoxLayout)
    , m_emptySentence(empty)
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(name);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->verticalHeader()->hide();
    m_view->setWordWrap(false);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setEnabled(false);
    m_buttonRow->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(m_buttonRow);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AdminList::enableButtons);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &AdminList::enableButtons);
    setWaiting();
}

void AdminList::setWaiting()
{
    m_model->setRows({});
    m_view->hide();
    m_empty->setText(tr("Asking the server…"));
    m_empty->show();
}

void AdminList::setRows(const QList<TextRows::Row> &rows)
{
    m_model->setRows(rows);
    m_view->setVisible(!rows.isEmpty());
    m_empty->setText(m_emptySentence);
    m_empty->setVisible(rows.isEmpty());
    if (rows.isEmpty() || std::exchange(m_sized, true)) // from then on as the person likes it
        return;
    QHeaderView &header = *m_view->horizontalHeader();
    const int air = m_view->fontMetrics().averageCharWidth() * 3;
    m_view->resizeColumnsToContents();
    for (int column = 0; column < header.count(); ++column)
        header.resizeSection(column, header.sectionSize(column) + air);
    const auto last = m_model->index(0, header.count() - 1).data(Qt::TextAlignmentRole).toInt();
    header.setStretchLastSection((last & Qt::AlignRight) == 0); // a number stays beside the others
}

QString AdminList::currentKey() const
{
    const QModelIndexList selected = m_view->selectionModel()->selectedRows();
    return selected.isEmpty() ? QString() : selected.first().data(TextRows::KeyRole).toString();
}

QPushButton *AdminList::addButton(const QString &text, Act act, bool needsRow,
                                  std::function<void(const QString &)> pressed)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false); // Enter must not do what an admin does
    if (act == Act::Reset || act == Act::Restore || act == Act::RemoveBackup || act == Act::RevokeToken)
        button->setProperty(MirrorStyle::RoleProperty, QStringLiteral("danger"));
    m_buttonRow->addWidget(button);
    m_buttons.append({.button = button, .act = act, .needsRow = needsRow});
    connect(button, &QPushButton::clicked, this, [this, act = std::move(pressed)] { act(currentKey()); });
    enableButtons();
    return button;
}

void AdminList::setAllowance(const Allowance &allowance)
{
    m_allowance = allowance;
    enableButtons();
}

void AdminList::addOnTop(QWidget *widget)
{
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, widget);
}

void AdminList::enableButtons()
{
    for (const Button &button : std::as_const(m_buttons))
        setAllowed(button.button, m_allowance, button.act, !button.needsRow || !currentKey().isEmpty());
}

} // namespace GenMirror
