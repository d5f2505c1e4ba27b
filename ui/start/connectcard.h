#pragma once

#include "model/core/trouble.h"

#include <QFrame>
#include <QStringList>
#include <QTimer>

#include <chrono>

class QLabel;
class QPushButton;
class QStandardItemModel;
class QTreeView;

namespace GenMirror
{

class AnswerLine;
class CredentialsFields;
class ProblemLine;

/// A tree that a server has.
struct OfferedTree {
    QString name;
    qint64 objects = 0;
    qint64 bytes = 0;
    QString problem;         ///< Why it cannot be used; empty: it can.
    bool isMirrored = false; ///< Here already.
};

/// What answered at an address.
struct FoundTrees {
    QString server; ///< As it is asked, with its scheme.
    QList<OfferedTree> trees;
    bool isMore = false; ///< There are more than these.
    bool isEncrypted = false;
    std::chrono::milliseconds took{0};
};

/// Asks for a server by its address alone: what it has appears by itself, a token is asked for only when the
/// server wants one, and an authority only when its certificate is not believed.
class ConnectCard : public QFrame
{
    Q_OBJECT
public:
    explicit ConnectCard(QWidget *parent = nullptr);

    [[nodiscard]] QString address() const;
    [[nodiscard]] QString token() const;
    /// Of certificates that are believed beside the system's; empty: none.
    [[nodiscard]] QString authorityFile() const;
    [[nodiscard]] QStringList chosenTrees() const;
    /// Types an address for the person, and chooses that tree once it is there.
    void suggest(const QString &address, const QString &tree);
    void showFound(const FoundTrees &found);
    void showProblem(const Trouble &problem);
    /// As at the beginning.
    void clear();

Q_SIGNALS:
    /// What is typed is to be tried now; again for each change, a moment after the last key.
    void asked();
    /// What was asked for does not count any more.
    void abandoned();
    void mirrorRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void typed();
    void ask();
    void enter();
    void take(NextStep step);
    void forgetAnswer();
    void fill(const QList<OfferedTree> &trees);
    void showChoice();
    void toggle(const QModelIndex &index);

    QTimer m_pause; ///< Until what was typed is tried.
    AnswerLine *m_address;
    CredentialsFields *m_credentials;
    QPushButton *m_haveToken;
    QLabel *m_count;
    QStandardItemModel *m_model;
    QTreeView *m_trees;
    QLabel *m_promise; ///< In place of the trees, until they are there.
    ProblemLine *m_problem;
    QPushButton *m_mirror;
    QLabel *m_size;
    QString m_wanted; ///< The tree to choose once it is there.
};

} // namespace GenMirror
