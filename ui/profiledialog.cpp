#include "ui/profiledialog.h"
#include "ui/foreigntext.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace GenMirror
{

ProfileDialog::ProfileDialog(const QString &server, const Fields &fields, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(fields.name, this))
    , m_production(new QCheckBox(tr("In &production: marked by a coloured frame"), this))
    , m_readOnly(new QCheckBox(tr("&Read-only: nothing is changed or administered from here"), this))
    , m_timeout(new QSpinBox(this))
    , m_test(new QPushButton(tr("&Test"), this))
    , m_result(new PlainLabel(this))
{
    setWindowTitle(tr("Connection"));
    m_name->setPlaceholderText(server);
    m_production->setChecked(fields.isProduction);
    m_readOnly->setChecked(fields.isReadOnly);
    m_timeout->setRange(1, 3600);
    m_timeout->setValue(fields.timeoutSeconds);
    m_timeout->setSuffix(tr(" s"));
    m_timeout->setToolTip(tr("How long the server may be silent before the connection is given up"));
    m_result->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->addButton(m_test, QDialogButtonBox::ActionRole);
    auto *address = new PlainLabel(server, this);
    address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *form = new QFormLayout(this);
    form->addRow(tr("Address:"), address);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(m_production);
    form->addRow(m_readOnly);
    form->addRow(tr("Time-&out:"), m_timeout);
    form->addRow(m_result);
    form->addRow(buttons);
    connect(m_production, &QCheckBox::toggled, m_readOnly, &QCheckBox::setChecked);
    connect(m_test, &QAbstractButton::clicked, this, [this] {
        m_result->setText(tr("Asking…"));
        Q_EMIT testRequested();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

ProfileDialog::Fields ProfileDialog::fields() const
{
    return {.name = m_name->text().trimmed(),
            .isProduction = m_production->isChecked(),
            .isReadOnly = m_readOnly->isChecked(),
            .timeoutSeconds = m_timeout->value()};
}

void ProfileDialog::setTestResult(bool good, const QString &sentence)
{
    m_result->setText(good ? tr("✓ %1").arg(sentence) : tr("⚠ %1").arg(sentence));
}

} // namespace GenMirror
