package memory

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
)

// Values implements Store.
func (m *Store) Values(ctx context.Context, bucket string, keys ...string) (map[string][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	found := make(map[string][]byte, len(keys))
	for _, key := range keys {
		if v, ok := m.buckets[bucketKey{bucket, key}]; ok {
			found[key] = slices.Clone(v)
		}
	}
	return found, nil
}

// Swap implements Store.
func (m *Store) Swap(ctx context.Context, bucket, key string, old, value []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	at := bucketKey{bucket, key}
	is, ok := m.buckets[at]
	if ok != (old != nil) || !bytes.Equal(is, old) {
		return fmt.Errorf("value %s of %s has changed: %w", key, bucket, bridge.ErrConflict)
	}
	if value == nil {
		delete(m.buckets, at)
		return nil
	}
	m.buckets[at] = append([]byte{}, value...)
	return nil
}
