#pragma once

#include <QDialog>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace GenMirror
{

/// Asks for a server's address and which of its trees to mirror.
class AddServerDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AddServerDialog(QWidget *parent = nullptr);

    [[nodiscard]] QString address() const;
    [[nodiscard]] QString tree() const;
    /// What a server said to listRequested.
    void setTrees(const QStringList &trees);
    /// Shown in place.
    void setProblem(const QString &problem);

Q_SIGNALS:
    /// The person wants to know which trees there are.
    void listRequested(const QString &address);

private:
    void check();

    QLineEdit *m_address;
    QComboBox *m_tree;
    QLabel *m_message;
    QDialogButtonBox *m_buttons;
};

} // namespace GenMirror
