#pragma once

#include "model/core/trouble.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QUrl;

namespace GenMirror
{

class PlainChoice;

class CredentialsFields;
class ProblemLine;

/// Asks for a server's address and which of its trees to mirror.
class AddServerDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AddServerDialog(QWidget *parent = nullptr);

    [[nodiscard]] QString address() const;
    [[nodiscard]] QString tree() const;
    /// The server is of another make: the address holds {generation}, and the tree's name is the mirror's
    /// own.
    [[nodiscard]] bool isClassic() const;
    [[nodiscard]] QString key() const;
    [[nodiscard]] QString token() const;
    /// Of certificates that are believed beside the system's; empty: none.
    [[nodiscard]] QString authorityFile() const;
    [[nodiscard]] QStringList sets() const;
    /// The first thing that a person sees: says what this is, and offers something to look at without a
    /// server.
    void welcome();
    /// What a link named.
    void suggest(const QString &server, const QString &tree);
    /// The whole address, to be asked again.
    void suggest(const QUrl &server, const QString &tree);
    /// What a server said to listRequested.
    void setTrees(const QStringList &trees);
    /// Shown in place.
    void setProblem(const Trouble &problem);

    /// Called when the person is done; a sentence keeps the dialog open and is shown in it.
    void setCheck(std::function<Trouble()> check) { m_check = std::move(check); }
    void accept() override;

Q_SIGNALS:
    /// The person wants to know which trees there are.
    void listRequested();
    void sampleRequested();

private:
    void check();
    void take(NextStep step);
    void showKind();

    std::function<Trouble()> m_check;
    QComboBox *m_kind;
    QLineEdit *m_address;
    PlainChoice *m_tree;
    QPushButton *m_list;
    QLineEdit *m_key;
    QLineEdit *m_sets;
    QFormLayout *m_form;
    CredentialsFields *m_credentials = nullptr;
    ProblemLine *m_message;
    QDialogButtonBox *m_buttons;
};

} // namespace GenMirror
