package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
)

// checkMoney refuses sums that are unset, negative or in another currency.
func checkMoney[W string | Text](what W, m amount.Money, currency string) error {
	switch {
	case m.IsUnset():
		return refuse(ErrMoney, what, "no sum is given")
	case m.Currency() != currency:
		return refuse(ErrMoney, what, "%s is not in the order's currency %s", m, currency)
	case m.Sign() < 0:
		return refuse(ErrMoney, what, "%s is negative", m)
	}
	return nil
}

// moneyProblem turns an error of the arithmetic into a refusal that names the thing.
func moneyProblem[W string | Text](what W, err error) error {
	return &Refused{What: thing(what), Problem: fmt.Errorf("%w: %w", ErrMoney, err)}
}

// greater reports whether m is more than n. Both must be in one currency.
func greater(m, n amount.Money) bool {
	c, err := m.Cmp(n)
	return err == nil && c > 0
}

// orElse returns m, or n if m is unset.
func orElse(m, n amount.Money) amount.Money {
	if m.IsUnset() {
		return n
	}
	return m
}

// addOr returns a + b, or a if the sum overflows, which only a damaged log can cause.
func addOr(a, b amount.Money) amount.Money {
	if s, err := a.Add(b); err == nil {
		return s
	}
	return a
}
