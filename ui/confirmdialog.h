#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace GenMirror
{

/// Before what cannot be taken back: says what happens, has the name typed and a reason given. Enter cancels.
class ConfirmDialog : public QDialog
{
    Q_OBJECT
public:
    /// `name` has to be typed; `button` names the act.
    ConfirmDialog(const QString &title, const QString &whatHappens, const QString &name,
                  const QString &button, QWidget *parent = nullptr);

    /// Something that may be chosen beside it.
    void addChoice(const QString &text);
    [[nodiscard]] bool isChosen() const;
    [[nodiscard]] QString reason() const;

private:
    void check();

    QString m_name;
    QLineEdit *m_typed;
    QLineEdit *m_reason;
    QCheckBox *m_choice;
    QPushButton *m_act;
};

} // namespace GenMirror
