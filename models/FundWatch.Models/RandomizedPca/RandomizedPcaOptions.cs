namespace FundWatch.Models.RandomizedPca;

/// <param name="Explained">Share of the variance that counts as the usual pattern: the fewest directions that reach it span the subspace.</param>
/// <param name="Oversampling">Extra random directions in ML.NET's range finder; more is slower and more exact.</param>
/// <param name="Cap">Standardised values beyond this many deviations count as this many, in fitting and in scoring.</param>
/// <param name="FitRows">Rows used for fitting; of more, every k-th is taken.</param>
public sealed record RandomizedPcaOptions(double Explained = 0.6, int Oversampling = 20, float Cap = 10, int FitRows = 50_000);
