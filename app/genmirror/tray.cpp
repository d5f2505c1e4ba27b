#include "app/genmirror/tray.h"

#include "ui/statusline.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Tray::Tray(QObject *parent)
    : QObject(parent)
{
    connect(m_menu.addAction(tr("&Show GenMirror")), &QAction::triggered, this, &Tray::windowWanted);
    connect(m_menu.addAction(tr("&Quit")), &QAction::triggered, this, &Tray::quitWanted);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Context)
            Q_EMIT windowWanted();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::windowWanted);
    setState(MirrorStatus::State::Connecting, {});
    if (isAvailable())
        m_icon.show();
}

void Tray::setState(MirrorStatus::State state, const QString &text)
{
    m_icon.setToolTip(text.isEmpty() ? u"GenMirror"_s : u"GenMirror — "_s + text);
    if (std::exchange(m_state, state) == state && !m_icon.icon().isNull())
        return;
    QPixmap pixmap = QIcon(u":/icons/genmirror.svg"_s).pixmap(64, 64);
    QPainter painter(&pixmap);
    stateIcon(state, QApplication::palette()).paint(&painter, QRect(34, 34, 30, 30));
    painter.end();
    m_icon.setIcon(QIcon(pixmap));
}

bool Tray::tell(const QString &title, const QString &text)
{
    if (!m_icon.isVisible() || !QSystemTrayIcon::supportsMessages())
        return false;
    m_icon.showMessage(title, text, QSystemTrayIcon::Information);
    return true;
}

} // namespace GenMirror
