#pragma once

#include <QHash>
#include <QPointer>
#include <QWidget>

namespace GenMirror
{

/// Lies over a window's edges and paints them; takes no clicks.
class ProductionEdge : public QWidget
{
    Q_OBJECT
public:
    explicit ProductionEdge(QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

/// Marks all windows and dialogs of connections whose servers are in production, by a coloured edge and a
/// word. Each window that is shown by this program comes by here. It belongs to the connection that
/// setConnection() named for it, or else, from when it is shown first, to that of the window that it was
/// opened from. For the application's thread; one at a time.
class ProductionMarks : public QObject
{
    Q_OBJECT
public:
    explicit ProductionMarks(QObject *parent = nullptr);
    ~ProductionMarks() override;

    /// `server`: as setMark() names it; empty: of none. A window that shows a mark of its own is left as it
    /// is; what is opened from it is not.
    static void setConnection(QWidget *window, const QString &server, bool showsOwnMark = false);
    /// A window that is of no connection, from wherever it is opened.
    static void setNoConnection(QWidget *window) { setConnection(window, {}); }
    /// The word for a server in production; empty: it is not.
    void setMark(const QString &server, const QString &word);
    /// What a window belongs to.
    [[nodiscard]] static QString connectionOf(const QWidget *window);
    /// The word of the connection that a window belongs to; empty: it is not in production.
    [[nodiscard]] static QString wordOf(const QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(QWidget *window) const;

    QHash<QString, QString> m_words; ///< By server.
};

} // namespace GenMirror
