namespace FundWatch.Models.Ensemble;

/// <summary>A fitted detector with the mean and standard deviation of its training scores, by which its score joins the others.</summary>
internal sealed record Member(IFittedDetector Detector, double Mean, double Deviation)
{
    public static Member Of(IFittedDetector detector, float[] trainingScores)
    {
        var mean = trainingScores.Average(s => (double)s);
        var variance = trainingScores.Average(s => (s - mean) * (s - mean));
        return new Member(detector, mean, Math.Sqrt(variance) is var deviation and > 0 ? deviation : 1);
    }

    public double Standardise(double score) => (score - Mean) / Deviation;
}
