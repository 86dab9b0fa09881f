package datamatrix

// The field of 256 elements by x⁸+x⁵+x³+x²+1.
var powers, logs = func() (p [255]byte, l [256]int) {
	x := 1
	for i := range p {
		p[i], l[x] = byte(x), i
		if x <<= 1; x > 255 {
			x ^= 0x12D
		}
	}
	return p, l
}()

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return powers[(logs[a]+logs[b])%255]
}

// check returns the n words of Reed–Solomon error correction.
func check(words []byte, n int) []byte {
	generator := make([]byte, n+1) // (x-2)(x-2²)…, the lowest coefficient first
	generator[0] = 1
	for i := 1; i <= n; i++ {
		for j := i; j >= 0; j-- {
			generator[j] = times(generator[j], powers[i%255])
			if j > 0 {
				generator[j] ^= generator[j-1]
			}
		}
	}
	rest := make([]byte, n)
	for _, w := range words {
		lead := w ^ rest[0]
		copy(rest, rest[1:])
		rest[n-1] = 0
		for j := range rest {
			rest[j] ^= times(lead, generator[n-1-j])
		}
	}
	return rest
}
