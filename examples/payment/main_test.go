package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPaymentIsReported(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, "payment: pending 5800.00 RUB\npaid: 5800.00 RUB\nwebhook: payment.succeeded 200\n", out.String())
}
