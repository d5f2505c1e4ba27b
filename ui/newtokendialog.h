#pragma once

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace GenMirror
{

/// What a new token is for.
struct TokenWish {
    QString name;
    QString role; ///< reader, editor or admin.
    QStringList trees;
    int days = 0; ///< 0: it never ends.
};

/// Asks what a new token is for, and shows it, once.
class NewTokenDialog : public QDialog
{
    Q_OBJECT
public:
    explicit NewTokenDialog(QWidget *parent = nullptr);

    [[nodiscard]] TokenWish wish() const;
    void showToken(const QString &token);
    void setProblem(const QString &problem);

Q_SIGNALS:
    void makeRequested();

private:
    QLineEdit *m_name;
    QComboBox *m_role;
    QLineEdit *m_trees;
    QSpinBox *m_days;
    QLabel *m_message;
    QLineEdit *m_token;
    QPushButton *m_copy;
    QPushButton *m_make;
    QPushButton *m_close = nullptr;
    QFormLayout *m_form;
};

} // namespace GenMirror
