#pragma once

#include "model/core/mirrorstatus.h"

#include <QIcon>
#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace GenMirror
{

/// A dot whose shape and colour tell a mirror's state: filled is live, hollow is not.
[[nodiscard]] QIcon stateIcon(MirrorStatus::State state, const QPalette &palette);

/// The state of the mirror that is shown, in the status bar.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setStatus(const MirrorStatus &status);
    /// What of it cannot be read here, in a sentence; empty: nothing is in the way.
    void setReadProblem(const QString &problem, bool isDamaged);
    /// An earlier state of it is shown, with so many objects; none: the present one.
    void setPast(const std::optional<HistoryRecord> &record, qint64 objects);
    /// No mirror is shown.
    void clear();
    /// Tells ages anew; called now and then.
    void tick();

Q_SIGNALS:
    /// A damaged cache is to be replaced.
    void replaceRequested();
    /// What could not be read is to be tried again.
    void readAgainRequested();
    void stepRequested(NextStep step);
    /// What is damaged is to be fetched from the server.
    void repairRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void tell();
    /// Buttons stay whole; where there is no room, what matters less gives way to them.
    void fit();
    /// The technical text of what is wrong.
    void showDetails();

    [[nodiscard]] QString generationText() const;

    MirrorStatus m_status;
    std::optional<HistoryRecord> m_past;
    qint64 m_pastObjects = 0;
    QString m_readProblem;
    bool m_isDamaged = false;
    bool m_shown = false;
    QLabel *m_dot;
    QLabel *m_state;
    QLabel *m_generation;
    QLabel *m_objects;
    QLabel *m_verified;
    QLabel *m_updated;
    QProgressBar *m_progress;
    QPushButton *m_next; ///< What a person can do about the problem.
    QPushButton *m_again;
    QPushButton *m_repair;
    QPushButton *m_replace;
    QPushButton *m_details;
};

} // namespace GenMirror
