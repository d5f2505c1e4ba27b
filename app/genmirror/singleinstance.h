#pragma once

#include <QLocalServer>
#include <QObject>

namespace GenMirror
{

/// One window for each folder of mirrors: a second start hands what it was asked for to the first one, which
/// comes to the front.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    /// `folder`: where the mirrors are.
    explicit SingleInstance(const QString &folder, QObject *parent = nullptr);

    /// Whether this is the first. If not, `message` was handed over.
    [[nodiscard]] bool isFirst(const QString &message);

Q_SIGNALS:
    /// Another start; what it was asked to open, or nothing.
    void started(const QString &message);

private:
    void accept();

    QString m_name;
    QLocalServer m_server;
};

} // namespace GenMirror
