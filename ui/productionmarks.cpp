#include "ui/productionmarks.h"

#include "ui/foreigntext.h"
#include "ui/productionframe.h"

#include <QApplication>
#include <QLayout>
#include <QPainter>

namespace GenMirror
{

namespace
{

constexpr char ConnectionProperty[] = "genmirrorConnection";
constexpr char OwnMarkProperty[] = "genmirrorOwnMark";
constexpr char WordsProperty[] = "genmirrorProductionWords"; // of the application, by server

bool isWindowOrDialog(const QWidget &widget)
{
    return widget.isWindow() && (widget.windowType() == Qt::Window || widget.windowType() == Qt::Dialog ||
                                 widget.windowType() == Qt::Sheet);
}

/// Above all else of a dialog.
class ProductionWord : public PlainLabel
{
public:
    using PlainLabel::PlainLabel;
};

} // namespace

ProductionEdge::ProductionEdge(QWidget *window)
    : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    window->installEventFilter(this);
    setGeometry(window->rect());
}

bool ProductionEdge::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    else if (event->type() == QEvent::ChildAdded)
        raise();
    return QWidget::eventFilter(watched, event);
}

void ProductionEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(ProductionFrame::colour(), ProductionFrame::Width * 2));
    painter.drawRect(rect());
}

ProductionMarks::ProductionMarks(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

ProductionMarks::~ProductionMarks()
{
    qApp->removeEventFilter(this);
    qApp->setProperty(WordsProperty, {});
}

void ProductionMarks::setConnection(QWidget *window, const QString &server, bool showsOwnMark)
{
    window->setProperty(ConnectionProperty, server);
    window->setProperty(OwnMarkProperty, showsOwnMark);
}

QString ProductionMarks::connectionOf(const QWidget *window)
{
    for (; window; window = window->parentWidget()) {
        if (const QVariant server = window->property(ConnectionProperty); server.isValid())
            return server.toString();
    }
    return {};
}

QString ProductionMarks::wordOf(const QWidget *window)
{
    return qApp->property(WordsProperty).toHash().value(connectionOf(window)).toString();
}

void ProductionMarks::setMark(const QString &server, const QString &word)
{
    if (m_words.value(server) == word)
        return;
    m_words[server] = word;
    QVariantHash words = qApp->property(WordsProperty).toHash();
    words[server] = word;
    qApp->setProperty(WordsProperty, words);
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        if (isWindowOrDialog(*window) && window->isVisible())
            show(window);
    }
}

/// Polish comes before a window takes its size, Show whenever it is there again.
bool ProductionMarks::eventFilter(QObject *watched, QEvent *event)
{
    if ((event->type() == QEvent::Polish || event->type() == QEvent::Show) && watched->isWidgetType()) {
        auto *widget = static_cast<QWidget *>(watched);
        if (isWindowOrDialog(*widget))
            show(widget);
    }
    return QObject::eventFilter(watched, event);
}

void ProductionMarks::show(QWidget *window) const
{
    const QString server = connectionOf(window);
    if (!window->property(ConnectionProperty).isValid())
        setConnection(window, server); // and stays so, whatever its parent shows later
    if (window->property(OwnMarkProperty).toBool())
        return;
    const QString word = m_words.value(server);
    auto *edge = window->findChild<ProductionEdge *>({}, Qt::FindDirectChildrenOnly);
    if (!edge && word.isEmpty())
        return;
    if (!edge) {
        edge = new ProductionEdge(window);
        if (window->layout() && !window->layout()->menuBar())
            window->layout()->setMenuBar(new ProductionWord(window));
    }
    edge->setVisible(!word.isEmpty());
    edge->raise();
    auto *label = window->layout() ? dynamic_cast<ProductionWord *>(window->layout()->menuBar()) : nullptr;
    if (!label)
        return;
    ProductionFrame::paintAsWord(*label, word);
}

} // namespace GenMirror
