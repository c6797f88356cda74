namespace FundWatch.Models.RobustPeer;

/// <param name="MinimumGroup">A peer group of fewer rows says too little: its wider group (the name up to the last <c>/</c>) is used instead, in the end all rows.</param>
/// <param name="Cap">Deviations beyond this many scaled MADs count as this many, so that one broken figure cannot hide everything else.</param>
public sealed record RobustPeerOptions(int MinimumGroup = 12, float Cap = 10);
