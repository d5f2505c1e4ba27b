#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace GenMirror
{

/// The connection to one server: its name, whether it is in production, whether anything may be changed.
class ProfileDialog : public QDialog
{
    Q_OBJECT
public:
    struct Fields {
        QString name;
        bool isProduction = false;
        bool isReadOnly = false;
        int timeoutSeconds = 30;
    };
    ProfileDialog(const QString &server, const Fields &fields, QWidget *parent = nullptr);

    [[nodiscard]] Fields fields() const;
    /// What a test came to.
    void setTestResult(bool good, const QString &sentence);

Q_SIGNALS:
    /// The person wants to know whether the server answers.
    void testRequested();

private:
    QLineEdit *m_name;
    QCheckBox *m_production;
    QCheckBox *m_readOnly;
    QSpinBox *m_timeout;
    QPushButton *m_test;
    QLabel *m_result;
};

} // namespace GenMirror
