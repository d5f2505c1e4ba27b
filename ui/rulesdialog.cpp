#include "ui/rulesdialog.h"
#include "ui/foreigntext.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace GenMirror
{

RulesDialog::RulesDialog(const QStringList &rules, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_remove(new QPushButton(tr("&Remove"), this))
{
    setWindowTitle(tr("Notifications"));
    m_list->addItems(rules);
    m_list->setAccessibleName(tr("Notifications"));
    auto *label = new PlainLabel(
        tr("You are told when anything changes here. To add one, right-click a set on the left."), this);
    label->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_remove, QDialogButtonBox::ActionRole);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_list);
    layout->addWidget(buttons);
    m_remove->setEnabled(false);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 18); // a rule names set and server
    connect(m_list, &QListWidget::currentRowChanged, this,
            [this](int row) { m_remove->setEnabled(row >= 0); });
    connect(m_remove, &QAbstractButton::clicked, this, [this] {
        const int row = m_list->currentRow();
        if (row < 0)
            return;
        delete m_list->takeItem(row);
        Q_EMIT removed(row);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace GenMirror
