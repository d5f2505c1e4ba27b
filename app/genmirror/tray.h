#pragma once

#include "model/core/mirrorstatus.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace GenMirror
{

/// The icon in the system's tray, where there is one: the state of all mirrors, and a way to the window.
class Tray : public QObject
{
    Q_OBJECT
public:
    explicit Tray(QObject *parent = nullptr);

    [[nodiscard]] static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    /// The worst of the mirrors' states, and a sentence.
    void setState(MirrorStatus::State state, const QString &text);
    /// False: there is no tray to say it.
    bool tell(const QString &title, const QString &text);

Q_SIGNALS:
    void windowWanted();
    void quitWanted();

private:
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    MirrorStatus::State m_state = MirrorStatus::State::Opening;
};

} // namespace GenMirror
