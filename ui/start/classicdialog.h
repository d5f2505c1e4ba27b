#pragma once

#include "model/core/trouble.h"

#include <QDialog>

#include <functional>

class QDialogButtonBox;
class QLineEdit;

namespace GenMirror
{

class ProblemLine;

/// Asks for a server of another make that publishes generational sets.
class ClassicDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ClassicDialog(QWidget *parent = nullptr);

    /// Holds {generation} where the server expects the number that was seen.
    [[nodiscard]] QString address() const;
    /// The mirror's own.
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString key() const;
    [[nodiscard]] QStringList sets() const;

    /// Called when the person is done; a sentence keeps the dialog open and is shown in it.
    void setCheck(std::function<Trouble()> check) { m_check = std::move(check); }
    void accept() override;

private:
    void check();

    std::function<Trouble()> m_check;
    QLineEdit *m_address;
    QLineEdit *m_name;
    QLineEdit *m_key;
    QLineEdit *m_sets;
    ProblemLine *m_message;
    QDialogButtonBox *m_buttons;
};

} // namespace GenMirror
