#pragma once

#include "model/core/result.h"

#include <QByteArrayList>
#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace GenMirror
{

class DifferenceView;

/// Where a person changes an object's JSON: says at once what is wrong with it, and shows what is different
/// before it is sent. Someone else was first: it shows both versions and lets the person choose.
class EditDialog : public QDialog
{
    Q_OBJECT
public:
    /// One text: an object. Several: each stands on a line of its own. None: new objects, as JSON, or one on
    /// each line.
    EditDialog(const QString &title, const QByteArrayList &originals, QWidget *parent = nullptr);

    /// The objects as they were typed. An error says which line is wrong.
    [[nodiscard]] Result<QByteArrayList> texts() const;
    /// What they are compared with; null where there is no such object.
    [[nodiscard]] const QByteArrayList &bases() const { return m_bases; }
    /// The set's objects do not tell their own keys: the person has to.
    void askForKey();
    [[nodiscard]] QString key() const;
    /// The server has other texts by now, in the order of bases(); null: removed. From here on they are
    /// those.
    void setConflict(const QByteArrayList &theirs);
    /// The server said no; everything stays as it was typed.
    void setProblem(const QString &problem);
    void setBusy(bool busy);

Q_SIGNALS:
    /// The person wants texts() to be in place of bases().
    void sendRequested();

private:
    void build();
    void check();
    [[nodiscard]] QByteArray typed() const;

    QByteArrayList m_bases;
    bool m_isNew;
    bool m_inConflict = false;
    bool m_isBusy = false;
    QLabel *m_conflict;
    QLineEdit *m_key;
    QPlainTextEdit *m_text;
    QLabel *m_state;
    DifferenceView *m_difference;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
    QPushButton *m_theirs = nullptr; ///< There once there is a conflict.
    QPushButton *m_send;
};

} // namespace GenMirror
