#pragma once

namespace GenMirror
{

/// From here on a write past the limit of file sizes (ulimit -f) fails with EFBIG, like one to a full disk,
/// in place of ending the process. At the beginning of main().
void ignoreFileSizeSignal();

} // namespace GenMirror
