#include "ui/credentialsdialog.h"
#include "ui/filechooser.h"
#include "ui/foreigntext.h"
#include "ui/problemline.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace GenMirror
{

CredentialsFields::CredentialsFields(QFormLayout *form, QWidget *parent)
    : QObject(parent)
    , m_token(new QLineEdit(parent))
    , m_authority(new QLineEdit(parent))
    , m_authorityRow(new QHBoxLayout)
    , m_form(form)
{
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setAccessibleName(tr("Token"));
    m_authority->setAccessibleName(tr("File of an authority's certificates"));
    setTokenHint(tr("if the server asks for one"));
    setAuthorityHint(tr("the system's"));
    auto *choose = new QPushButton(tr("Choose…"), parent);
    choose->setAutoDefault(false);
    m_authorityRow->addWidget(m_authority, 1);
    m_authorityRow->addWidget(choose);
    m_form->addRow(tr("T&oken:"), m_token);
    auto *authorityLabel = new PlainLabel(tr("A&uthorities:"), parent);
    authorityLabel->setBuddy(m_authority);
    m_form->addRow(authorityLabel, m_authorityRow);
    connect(choose, &QPushButton::clicked, this, &CredentialsFields::chooseAuthority);
    connect(m_token, &QLineEdit::textChanged, this, &CredentialsFields::changed);
    connect(m_authority, &QLineEdit::textChanged, this, &CredentialsFields::changed);
}

void CredentialsFields::chooseAuthority()
{
    auto *chooser =
        new FileChooser(FileChooser::Purpose::Open, tr("Certificates of an authority"),
                        {tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")}, m_authority->window());
    connect(chooser, &QFileDialog::fileSelected, m_authority, &QLineEdit::setText);
    chooser->open();
}

void CredentialsFields::showToken()
{
    m_form->setRowVisible(m_token, true);
}

void CredentialsFields::showAuthority()
{
    m_form->setRowVisible(m_authorityRow, true);
}

bool CredentialsFields::isTokenShown() const
{
    return m_form->isRowVisible(m_token);
}

void CredentialsFields::clear()
{
    m_token->clear();
    m_authority->clear();
}

void CredentialsFields::setVisible(bool visible)
{
    m_form->setRowVisible(m_token, visible);
    m_form->setRowVisible(m_authorityRow, visible);
}

QString CredentialsFields::token() const
{
    return m_token->text().trimmed();
}

QString CredentialsFields::authorityFile() const
{
    return m_authority->text().trimmed();
}

void CredentialsFields::focusToken()
{
    m_token->setFocus();
    m_token->selectAll();
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
    , m_form(new QFormLayout)
    , m_fields(new CredentialsFields(m_form, this))
    , m_message(new ProblemLine(this))
{
    setWindowTitle(tr("Token and authority"));
    auto *what = new PlainLabel(
        tr("For %1. What is left empty stays as it is. The token is kept in the system's keychain "
           "alone.")
            .arg(server),
        this);
    what->setWordWrap(true);
    what->setMinimumWidth(460);
    m_fields->setTokenHint(hasToken ? tr("one is kept") : tr("none"));
    m_fields->setAuthorityHint(hasAuthority ? tr("one of your own is kept") : tr("the system's"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    auto *forget = buttons->addButton(tr("&Forget both"), QDialogButtonBox::ResetRole);
    forget->setEnabled(hasToken || hasAuthority);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addLayout(m_form);
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
