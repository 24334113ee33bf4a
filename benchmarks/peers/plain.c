/* Back-propagation as a C programmer writes it: plain loops over arrays, sigmoid everywhere, half squared error.
 * The peer that the compiled engine is measured against; built with cc -O3. */
#include <math.h>

enum { MAX_LAYERS = 8, MAX_UNITS = 64 };

static double a[MAX_LAYERS][MAX_UNITS], delta[MAX_LAYERS][MAX_UNITS];

static void forward(int layers, const int *units, const double *const *weights, const double *const *biases,
                    const double *x) {
    for (int i = 0; i < units[0]; i++) a[0][i] = x[i];
    for (int l = 0; l + 1 < layers; l++)
        for (int j = 0; j < units[l + 1]; j++) {
            double z = biases[l][j];
            for (int i = 0; i < units[l]; i++) z += weights[l][j * units[l] + i] * a[l][i];
            a[l + 1][j] = 1.0 / (1.0 + exp(-z));
        }
}

static void backward(int layers, const int *units, const double *const *weights, const double *y) {
    int last = layers - 1;
    for (int j = 0; j < units[last]; j++)
        delta[last][j] = (a[last][j] - y[j]) * a[last][j] * (1.0 - a[last][j]);
    for (int l = last - 1; l > 0; l--)
        for (int i = 0; i < units[l]; i++) {
            double sum = 0.0;
            for (int j = 0; j < units[l + 1]; j++) sum += weights[l][j * units[l] + i] * delta[l + 1][j];
            delta[l][i] = sum * a[l][i] * (1.0 - a[l][i]);
        }
}

/* One update a point, in the given order. */
void train_online(int layers, const int *units, double **weights, double **biases, const double *X,
                  const double *Y, int samples, long updates, double learning_rate) {
    for (long k = 0; k < updates; k++) {
        int s = (int)(k % samples);
        forward(layers, units, (const double *const *)weights, (const double *const *)biases, X + s * units[0]);
        backward(layers, units, (const double *const *)weights, Y + s * units[layers - 1]);
        for (int l = 0; l + 1 < layers; l++)
            for (int j = 0; j < units[l + 1]; j++) {
                for (int i = 0; i < units[l]; i++)
                    weights[l][j * units[l] + i] -= learning_rate * delta[l + 1][j] * a[l][i];
                biases[l][j] -= learning_rate * delta[l + 1][j];
            }
    }
}

/* One update for all points, with the mean gradient. */
void train_full_batch(int layers, const int *units, double **weights, double **biases, const double *X,
                      const double *Y, int samples, long updates, double learning_rate) {
    static double weights_gradient[MAX_LAYERS][MAX_UNITS * MAX_UNITS], biases_gradient[MAX_LAYERS][MAX_UNITS];
    for (long k = 0; k < updates; k++) {
        for (int l = 0; l + 1 < layers; l++)
            for (int j = 0; j < units[l + 1]; j++) {
                for (int i = 0; i < units[l]; i++) weights_gradient[l][j * units[l] + i] = 0.0;
                biases_gradient[l][j] = 0.0;
            }
        for (int s = 0; s < samples; s++) {
            forward(layers, units, (const double *const *)weights, (const double *const *)biases, X + s * units[0]);
            backward(layers, units, (const double *const *)weights, Y + s * units[layers - 1]);
            for (int l = 0; l + 1 < layers; l++)
                for (int j = 0; j < units[l + 1]; j++) {
                    for (int i = 0; i < units[l]; i++) weights_gradient[l][j * units[l] + i] += delta[l + 1][j] * a[l][i];
                    biases_gradient[l][j] += delta[l + 1][j];
                }
        }
        double step = learning_rate / samples;
        for (int l = 0; l + 1 < layers; l++)
            for (int j = 0; j < units[l + 1]; j++) {
                for (int i = 0; i < units[l]; i++)
                    weights[l][j * units[l] + i] -= step * weights_gradient[l][j * units[l] + i];
                biases[l][j] -= step * biases_gradient[l][j];
            }
    }
}
