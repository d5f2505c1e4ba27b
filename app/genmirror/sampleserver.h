#pragma once

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace GenMirror
{

/// A server of our own on this machine, with a replay of a real history: something to look at on the first
/// day. Its processes are children of this one and end with it, however it ends; so does its data.
class SampleServer : public QObject
{
    Q_OBJECT
public:
    explicit SampleServer(QObject *parent = nullptr);
    ~SampleServer() override;

    /// Port 0: a free one; else the one that it had, so that a mirror finds it again.
    void start(quint16 port = 0);
    [[nodiscard]] static QString tree() { return QStringLiteral("endoflife"); }

Q_SIGNALS:
    /// The tree can be mirrored; the history goes on from here.
    void ready(const QUrl &server);
    /// A sentence.
    void failed(const QString &problem);

private:
    using Next = void (SampleServer::*)();

    void readAddress();
    void makeTree();
    void replayQuickly();
    void replaySlowly();
    /// genmirrorctl; goes on with `next` when it has ended well.
    void control(const QStringList &arguments, Next next);
    void prepareChild(QProcess &process);
    void fail(const QString &problem);

    QTemporaryDir m_data;
    QProcess m_server;
    QProcess m_control;
    QUrl m_url;
    bool m_over = false;
};

} // namespace GenMirror
