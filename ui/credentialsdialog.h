#pragma once

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;

namespace GenMirror
{

/// A line for a token and one for the file of an authority's certificates; used where a server is added, and
/// where either is changed.
class CredentialsFields : public QWidget
{
    Q_OBJECT
public:
    explicit CredentialsFields(QWidget *parent = nullptr);

    [[nodiscard]] QString token() const;
    [[nodiscard]] QString authorityFile() const;
    void setTokenHint(const QString &hint);
    void setAuthorityHint(const QString &hint);

private:
    QLineEdit *m_token;
    QLineEdit *m_authority;
};

/// Asks for another token, or another authority, of a server that is known already.
class CredentialsDialog : public QDialog
{
    Q_OBJECT
public:
    CredentialsDialog(const QString &server, bool hasToken, bool hasAuthority, QWidget *parent = nullptr);

    [[nodiscard]] const CredentialsFields &fields() const { return *m_fields; }
    /// The person wants to have none any more.
    [[nodiscard]] bool forgets() const { return m_forgets; }
    /// Called when the person is done; a sentence keeps the dialog open and is shown in it.
    void setCheck(std::function<QString()> check) { m_check = std::move(check); }
    void accept() override;

private:
    CredentialsFields *m_fields;
    QLabel *m_message;
    std::function<QString()> m_check;
    bool m_forgets = false;
};

} // namespace GenMirror
