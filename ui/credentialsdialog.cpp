#include "ui/credentialsdialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace GenMirror
{

CredentialsFields::CredentialsFields(QWidget *parent)
    : QWidget(parent)
    , m_token(new QLineEdit(this))
    , m_authority(new QLineEdit(this))
{
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setAccessibleName(tr("Token"));
    m_authority->setAccessibleName(tr("File of an authority's certificates"));
    setTokenHint(tr("if the server asks for one"));
    setAuthorityHint(tr("the system's"));
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setAutoDefault(false);
    auto *authorityRow = new QHBoxLayout;
    authorityRow->addWidget(m_authority, 1);
    authorityRow->addWidget(choose);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("T&oken:"), m_token);
    auto *authorityLabel = new QLabel(tr("Aut&horities:"), this);
    authorityLabel->setBuddy(m_authority);
    form->addRow(authorityLabel, authorityRow);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Certificates of an authority"), {},
                                         tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
        if (!file.isEmpty())
            m_authority->setText(file);
    });
}

QString CredentialsFields::token() const
{
    return m_token->text().trimmed();
}

QString CredentialsFields::authorityFile() const
{
    return m_authority->text().trimmed();
}

void CredentialsFields::setTokenHint(const QString &hint)
{
    m_token->setPlaceholderText(hint);
}

void CredentialsFields::setAuthorityHint(const QString &hint)
{
    m_authority->setPlaceholderText(hint);
}

CredentialsDialog::CredentialsDialog(const QString &server, bool hasToken, bool hasAuthority, QWidget *parent)
    : QDialog(parent)
    , m_fields(new CredentialsFields(this))
    , m_message(new QLabel(this))
{
    setWindowTitle(tr("Token and authority"));
    auto *what =
        new QLabel(tr("For %1. What is left empty stays as it is. The token is kept in the system's keychain "
                      "alone.")
                       .arg(server),
                   this);
    what->setWordWrap(true);
    what->setMinimumWidth(460);
    m_fields->setTokenHint(hasToken ? tr("one is kept") : tr("none"));
    m_fields->setAuthorityHint(hasAuthority ? tr("one of your own is kept") : tr("the system's"));
    m_message->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    auto *forget = buttons->addButton(tr("&Forget both"), QDialogButtonBox::ResetRole);
    forget->setEnabled(hasToken || hasAuthority);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addWidget(m_fields);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(forget, &QPushButton::clicked, this, [this] {
        m_forgets = true;
        accept();
    });
}

void CredentialsDialog::accept()
{
    const QString problem = m_check ? m_check() : QString();
    if (problem.isEmpty())
        QDialog::accept();
    else
        m_message->setText(problem);
}

} // namespace GenMirror
