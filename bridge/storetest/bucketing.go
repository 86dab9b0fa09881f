package storetest

func bucketings() []check {
	return []check{
		{"a value is kept under its bucket and key", func(t *trial) {
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, []byte("42")))
			t.must("Swap", t.Swap(t.ctx, "party", "empty", nil, []byte{}))
			t.must("Swap", t.Swap(t.ctx, "till", "phone", nil, []byte("\x00\xff да")))
			got := t.values("party", "phone", "empty", "other")
			if len(got) != 2 || string(got["phone"]) != "42" || got["empty"] == nil || len(got["empty"]) != 0 {
				t.failf("the bucket has %q", got)
			}
			t.same("another bucket", string(t.values("till", "phone")["phone"]), "\x00\xff да")
			t.same("no keys", len(t.values("party")), 0)
		}},
		{"a value is swapped only by who knows it", func(t *trial) {
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, []byte("42")))
			for _, old := range []string{"41", "", "42 "} {
				t.conflict(t.Swap(t.ctx, "party", "phone", []byte(old), []byte("43")))
			}
			t.conflict(t.Swap(t.ctx, "party", "phone", nil, []byte("43")))
			t.conflict(t.Swap(t.ctx, "party", "other", []byte("42"), []byte("43")))
			t.conflict(t.Swap(t.ctx, "party", "other", []byte{}, []byte("43")))
			t.same("value", string(t.values("party", "phone", "other")["phone"]), "42")
			t.must("Swap", t.Swap(t.ctx, "party", "phone", []byte("42"), []byte("43")))
			t.same("value", string(t.values("party", "phone")["phone"]), "43")
		}},
		{"a value that is removed is as if it had never been", func(t *trial) {
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, []byte("42")))
			t.conflict(t.Swap(t.ctx, "party", "phone", []byte("41"), nil))
			t.must("Swap", t.Swap(t.ctx, "party", "phone", []byte("42"), nil))
			t.same("values", len(t.values("party", "phone")), 0)
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, []byte("1")))
			t.must("Swap of nothing", t.Swap(t.ctx, "party", "none", nil, nil))
		}},
		{"values are the caller's own", func(t *trial) {
			v := []byte("42")
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, v))
			v[0] = 'X'
			t.values("party", "phone")["phone"][1] = 'Y'
			t.same("value", string(t.values("party", "phone")["phone"]), "42")
		}},
		{"of several who swap at once one wins", func(t *trial) {
			t.must("Swap", t.Swap(t.ctx, "party", "phone", nil, []byte("0")))
			won := t.atOnce(8, func(i int) error { return t.Swap(t.ctx, "party", "phone", []byte("0"), []byte{byte('a' + i)}) })
			t.same("winners", won, 1)
		}},
	}
}

func (t *trial) values(bucket string, keys ...string) map[string][]byte {
	vs, err := t.Values(t.ctx, bucket, keys...)
	t.must("Values", err)
	return vs
}

// atOnce calls f n times at once and returns how many calls met no conflict.
func (t *trial) atOnce(n int, f func(i int) error) (won int) {
	done := make(chan error, n)
	for i := range n {
		go func() { done <- f(i) }()
	}
	for range n {
		if err := <-done; err == nil {
			won++
		} else {
			t.conflict(err)
		}
	}
	return won
}
