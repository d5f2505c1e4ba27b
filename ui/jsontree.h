#pragma once

#include <QTreeWidget>

namespace GenMirror
{

/// A JSON text as a foldable tree: names, values, and how many are inside.
class JsonTree : public QTreeWidget
{
    Q_OBJECT
public:
    explicit JsonTree(QWidget *parent = nullptr);
    void setJson(const QByteArray &text);

protected:
    [[nodiscard]] int sizeHintForColumn(int column) const override;
};

} // namespace GenMirror
