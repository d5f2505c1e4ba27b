#pragma once

#include <QDialog>

#include <functional>

class QFormLayout;
class QHBoxLayout;
class QLineEdit;

namespace GenMirror
{

class ProblemLine;

/// Two rows of a form: for a token, and for the file of an authority's certificates. Used where a server is
/// added, and where either is changed.
class CredentialsFields : public QObject
{
    Q_OBJECT
public:
    /// Appends the rows.
    CredentialsFields(QFormLayout *form, QWidget *parent);

    [[nodiscard]] QString token() const;
    [[nodiscard]] QString authorityFile() const;
    void focusToken();
    void setTokenHint(const QString &hint);
    void setAuthorityHint(const QString &hint);
    void setVisible(bool visible);
    void showToken();
    void showAuthority();
    [[nodiscard]] bool isTokenShown() const;
    /// Lets the person look for the file.
    void chooseAuthority();
    void clear();

Q_SIGNALS:
    void changed();

private:
    QLineEdit *m_token;
    QLineEdit *m_authority;
    QHBoxLayout *m_authorityRow;
    QFormLayout *m_form;
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
    QFormLayout *m_form;
    CredentialsFields *m_fields;
    ProblemLine *m_message;
    std::function<QString()> m_check;
    bool m_forgets = false;
};

} // namespace GenMirror
