package durable_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ordo-sdk/ordo/durable"
)

// What a service does with its store besides: a copy every night, which is checked before anybody relies on it, and what
// is over is removed.
func ExampleStore_Backup() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	store, err := durable.Open(ctx, "file:"+filepath.Join(dir, "orders.db"), durable.WithRetention(durable.DefaultRetention()))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = store.Close() }()

	monday := filepath.Join(dir, "monday.db")
	if err := store.Backup(ctx, monday); err != nil {
		fmt.Println(err)
		return
	}
	restored, err := durable.Open(ctx, "file:"+monday)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = restored.Close() }()
	v, err := restored.Verify(ctx)
	for _, fault := range v.Faults {
		fmt.Println(fault)
	}
	fmt.Println("orders:", v.Orders, "wrong:", v.Wrong, err)
	// Output: orders: 0 wrong: 0 <nil>
}
