#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QTimer>

namespace GenMirror
{

/// Which rows changed just now, for the short while in which that is shown.
class Flashes : public QObject
{
    Q_OBJECT
public:
    enum class Kind { None, Added, Changed };
    static constexpr int Milliseconds = 1500;

    explicit Flashes(QObject *parent = nullptr);

    void add(const QList<qint64> &rows, Kind kind);
    void clear();
    [[nodiscard]] Kind kindOf(qint64 row) const;
    /// 1: just now; 0: not at all, or no more.
    [[nodiscard]] double strengthOf(qint64 row) const;

Q_SIGNALS:
    /// Strengths are others: paint again.
    void faded();

private:
    struct Batch {
        qint64 at = 0; // milliseconds
        QHash<qint64, Kind> rows;
    };
    [[nodiscard]] const Batch *newestOf(qint64 row) const;
    void fade();

    QElapsedTimer m_clock;
    QTimer m_timer;
    QList<Batch> m_batches;
};

} // namespace GenMirror
