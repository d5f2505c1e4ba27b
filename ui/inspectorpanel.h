#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace GenMirror
{

class JsonTree;

/// The selected object: as a tree, and its text byte for byte.
class InspectorPanel : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorPanel(QWidget *parent = nullptr);
    /// An empty text shows that nothing is selected.
    void setObject(const QString &id, const QByteArray &text);

private:
    QLabel *m_title;
    JsonTree *m_tree;
    QPlainTextEdit *m_text;
    QByteArray m_shown;
};

} // namespace GenMirror
