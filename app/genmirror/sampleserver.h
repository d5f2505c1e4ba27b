#pragma once

#include "ui/start/samplecard.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace GenMirror
{

/// A server of our own on this machine, with a replay of a real history: something to look at on the first
/// day. After the last change it begins anew, by a reset. Its processes are children of this one and end with
/// it, however it ends; so does its data.
class SampleServer : public QObject
{
    Q_OBJECT
public:
    /// What is played.
    struct Trace {
        QString file; ///< As `genmirrorctl replay` takes it.
        int quickly;  ///< So many batches are there at once; the rest comes at the pace.
    };
    explicit SampleServer(Trace trace = bundled(), QObject *parent = nullptr);
    ~SampleServer() override;

    /// Port 0: a free one; else the one that it had, so that a mirror finds it again.
    void start(quint16 port = 0);
    /// Also while it plays.
    void setPace(SamplePace pace);
    [[nodiscard]] static QString tree() { return QStringLiteral("endoflife"); }

Q_SIGNALS:
    /// The tree can be mirrored; the history goes on from here.
    void ready(const QUrl &server);
    /// A sentence.
    void failed(const QString &problem);

private:
    [[nodiscard]] static Trace bundled();

    using Next = void (SampleServer::*)();

    void readAddress();
    void makeTree();
    void replayQuickly();
    void replaySlowly();
    void beginAnew();
    void writePace();
    /// genmirrorctl; goes on with `next` when it has ended well.
    void control(const QStringList &arguments, Next next);
    void prepareChild(QProcess &process);
    void fail(const QString &problem);

    const Trace m_trace;
    QTemporaryDir m_data;
    QProcess m_server;
    QProcess m_control;
    QUrl m_url;
    SamplePace m_pace = SamplePace::EachSecond;
    bool m_isPaced = false; ///< What is replayed now reads the pace.
    bool m_isReady = false; ///< It was told so.
    bool m_over = false;
};

} // namespace GenMirror
