/* NumPy's products of vectors and matrices, in the place of OpenBLAS (see products.py): all 22 that it asks for. */
#include <complex.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t whole;
enum { BY_ROWS = 101, PLAIN = 111, CONJUGATED = 113, UPPER = 121 };
#define NAMED(kind, name) scipy_cblas_##kind##name##64_

/* `to`, of `rows` and `columns`, becomes beta times itself and alpha times `left` by `right`; the steps from a row and
   from a column to the next are given, and whether a factor is conjugated. */
#define PRODUCTS(kind, number, conjugate, scalar, of) \
    static void kind##_product(whole rows, whole columns, whole inner, number alpha, const number *left, \
                               whole left_row, whole left_column, int is_left_turned, const number *right, \
                               whole right_row, whole right_column, int is_right_turned, number beta, number *to, \
                               whole to_row, whole to_column) { \
        for (whole i = 0; i < rows; i++) { \
            number *line = to + i * to_row; \
            for (whole j = 0; j < columns; j++) \
                line[j * to_column] = beta == 0 ? 0 : beta * line[j * to_column]; \
            for (whole p = 0; p < inner; p++) { \
                number factor = left[i * left_row + p * left_column]; \
                factor = alpha * (is_left_turned ? conjugate(factor) : factor); \
                const number *others = right + p * right_row; \
                if (is_right_turned) \
                    for (whole j = 0; j < columns; j++) \
                        line[j * to_column] += factor * conjugate(others[j * right_column]); \
                else if (right_column == 1 && to_column == 1) \
                    for (whole j = 0; j < columns; j++) \
                        line[j] += factor * others[j]; \
                else \
                    for (whole j = 0; j < columns; j++) \
                        line[j * to_column] += factor * others[j * right_column]; \
            } \
        } \
    } \
    void NAMED(kind, gemm)(int order, int of_left, int of_right, whole rows, whole columns, whole inner, \
                           scalar alpha, const number *left, whole left_step, const number *right, \
                           whole right_step, scalar beta, number *to, whole to_step) { \
        int is_by_rows = order == BY_ROWS, is_left = (of_left == PLAIN) == is_by_rows, \
            is_right = (of_right == PLAIN) == is_by_rows; \
        kind##_product(rows, columns, inner, of(alpha), left, is_left ? left_step : 1, is_left ? 1 : left_step, \
                       of_left == CONJUGATED, right, is_right ? right_step : 1, is_right ? 1 : right_step, \
                       of_right == CONJUGATED, of(beta), to, is_by_rows ? to_step : 1, is_by_rows ? 1 : to_step); \
    } \
    void NAMED(kind, gemv)(int order, int of_matrix, whole rows, whole columns, scalar alpha, \
                           const number *matrix, whole step, const number *vector, whole vector_step, \
                           scalar beta, number *to, whole to_step) { \
        int is_plain = of_matrix == PLAIN, is_by_rows = (order == BY_ROWS) == is_plain; \
        whole many = is_plain ? rows : columns, inner = is_plain ? columns : rows; \
        vector += vector_step < 0 ? (1 - inner) * vector_step : 0; \
        to += to_step < 0 ? (1 - many) * to_step : 0; \
        kind##_product(1, many, inner, of(alpha), vector, 0, vector_step, 0, matrix, is_by_rows ? 1 : step, \
                       is_by_rows ? step : 1, of_matrix == CONJUGATED, of(beta), to, 0, to_step); \
    } \
    void NAMED(kind, syrk)(int order, int triangle, int of_matrix, whole rows, whole inner, scalar alpha, \
                           const number *matrix, whole step, scalar beta, number *to, whole to_step) { \
        int is_by_rows = (order == BY_ROWS) == (of_matrix == PLAIN); \
        whole row = is_by_rows ? step : 1, column = is_by_rows ? 1 : step; \
        whole to_row = order == BY_ROWS ? to_step : 1, to_column = order == BY_ROWS ? 1 : to_step; \
        for (whole i = 0; i < rows; i++) { \
            whole first = triangle == UPPER ? i : 0, end = triangle == UPPER ? rows : i + 1; \
            kind##_product(1, end - first, inner, of(alpha), matrix + i * row, 0, column, 0, \
                           matrix + first * row, column, row, 0, of(beta), to + i * to_row + first * to_column, 0, \
                           to_column); \
        } \
    } \
    void NAMED(kind, axpy)(whole count, scalar alpha, const number *from, whole from_step, number *to, \
                           whole to_step) { \
        from += from_step < 0 ? (1 - count) * from_step : 0; \
        to += to_step < 0 ? (1 - count) * to_step : 0; \
        for (whole i = 0; i < count; i++) \
            to[i * to_step] += of(alpha) * from[i * from_step]; \
    } \
    static number kind##_dot(whole count, const number *left, whole left_step, int is_left_turned, \
                             const number *right, whole right_step) { \
        number sum = 0; \
        left += left_step < 0 ? (1 - count) * left_step : 0; \
        right += right_step < 0 ? (1 - count) * right_step : 0; \
        for (whole i = 0; i < count; i++) { \
            number factor = left[i * left_step]; \
            sum += (is_left_turned ? conjugate(factor) : factor) * right[i * right_step]; \
        } \
        return sum; \
    }

#define ITSELF(value) (value)
#define POINTED(pointer) (*(pointer))
PRODUCTS(s, float, ITSELF, float, ITSELF)
PRODUCTS(d, double, ITSELF, double, ITSELF)
PRODUCTS(c, float complex, conjf, const float complex *, POINTED)
PRODUCTS(z, double complex, conj, const double complex *, POINTED)

#define REAL_DOT(kind, number) \
    number NAMED(kind, dot)(whole count, const number *left, whole left_step, const number *right, \
                            whole right_step) { \
        return kind##_dot(count, left, left_step, 0, right, right_step); \
    }
REAL_DOT(s, float)
REAL_DOT(d, double)

#define COMPLEX_DOT(kind, number, name, is_turned) \
    void NAMED(kind, name)(whole count, const number *left, whole left_step, const number *right, \
                           whole right_step, number *to) { \
        *to = kind##_dot(count, left, left_step, is_turned, right, right_step); \
    }
COMPLEX_DOT(c, float complex, dotu_sub, 0)
COMPLEX_DOT(c, float complex, dotc_sub, 1)
COMPLEX_DOT(z, double complex, dotu_sub, 0)
COMPLEX_DOT(z, double complex, dotc_sub, 1)
