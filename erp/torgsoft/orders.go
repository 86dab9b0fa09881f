package torgsoft

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
)

// Written is an order that Torgsoft finds in the folder, or has found.
type Written struct {
	Number string // by which Torgsoft knows it, from the first time that it was written
	Name   string // of its file
	// Taken is set if the file is there no more: Torgsoft has it. There is no other word of that.
	Taken bool
}

// WriteOrder writes an order for Torgsoft, once: the same order again changes nothing, also after a crash and after
// Torgsoft took the file. The number that it has at the first time is its number for good. The errors are those of
// [NewOrderFile], and of class Conflict if the order has changed since it was written, or another has its number: what
// Torgsoft has is changed there, by people.
//
// The order is made ready in "outbox" and copied to "written", which tells that it was; then it gets its name at once.
// "written" must be kept.
func (s *Sync) WriteOrder(ctx context.Context, v order.View) (Written, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.writeOrder(ctx, v)
	return w, s.about("order "+v.ID, err)
}

func (s *Sync) writeOrder(ctx context.Context, v order.View) (Written, error) {
	known, err := s.fixed(ctx, v.ID)
	if err != nil {
		return Written{}, err
	}
	if known != "" {
		v.Number = known
	}
	file, err := NewOrderFile(v, s.set.Orders)
	if err != nil {
		return Written{}, err
	}
	w := Written{Number: file.Number, Name: file.Name}
	key := fileName(v.ID) + "~" + fileName(file.Number) + ".json"
	if known == "" {
		if err := s.isFree(ctx, file.Number, v.ID); err != nil {
			return w, err
		}
	}
	if err := s.publish(ctx, key, &file); err != nil {
		return w, err
	}
	there, err := s.names(ctx, file.Name)
	w.Taken = len(there) == 0
	return w, err
}

// fixed returns the number that an order was written under, or is about to be; "" if it is new.
func (s *Sync) fixed(ctx context.Context, id string) (string, error) {
	for _, in := range []string{writtenFolder, outbox} {
		found, err := s.names(ctx, in+"/"+fileName(id)+"~*.json")
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			_, number, _ := strings.Cut(strings.TrimSuffix(path.Base(found[0].Name), ".json"), "~")
			return unescape(number), nil
		}
	}
	return "", nil
}

// isFree refuses a number that another order has. Torgsoft would take the second for the first.
func (s *Sync) isFree(ctx context.Context, number, id string) error {
	for _, in := range []string{writtenFolder, outbox} {
		found, err := s.names(ctx, in+"/*~"+fileName(number)+".json")
		if err != nil {
			return err
		}
		if len(found) > 0 {
			other, _, _ := strings.Cut(path.Base(found[0].Name), "~")
			return &ordo.Error{
				System: System, Class: ordo.Conflict,
				Text: "number " + number + " of order " + id + " was written for order " + unescape(other) + ": Torgsoft would take them for one; let their numbers differ",
			}
		}
	}
	return nil
}

// publish writes the file unless it was: a copy that is not in the outbox any more has been renamed, and is with
// Torgsoft.
func (s *Sync) publish(ctx context.Context, key string, file *OrderFile) error {
	kept, err := s.copyOf(ctx, writtenFolder+"/"+key)
	if err != nil {
		return err
	}
	staged, err := s.copyOf(ctx, outbox+"/"+key)
	if err != nil {
		return err
	}
	first := file.Content // as it was written first
	switch {
	case kept != nil:
		first = kept
	case staged != nil:
		first = staged
	default:
		if err := s.folder.Write(ctx, outbox+"/"+key, file.Content); err != nil {
			return s.failed("write "+file.Name, err)
		}
	}
	if kept == nil {
		if err := s.folder.Write(ctx, writtenFolder+"/"+key, first); err != nil {
			return s.failed("write "+file.Name, err)
		}
	}
	if kept == nil || staged != nil {
		if err := s.folder.Move(ctx, outbox+"/"+key, file.Name); err != nil {
			return s.failed("write "+file.Name, err)
		}
	}
	if !bytes.Equal(first, file.Content) {
		return &ordo.Error{
			System: System, Class: ordo.Conflict,
			Text: "order " + file.Number + " was written before and has changed since: Torgsoft takes an order once, so change it there",
		}
	}
	return nil
}

// copyOf returns the content of a file, or nil if it is not there.
func (s *Sync) copyOf(ctx context.Context, name string) ([]byte, error) {
	found, err := s.names(ctx, name)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	content, err := files.ReadAll(ctx, s.folder, name, s.set.MaxSize)
	if errors.Is(err, files.ErrTooLarge) {
		err = refuse("%s is larger than any order", name)
	} else if err != nil {
		err = s.failed("read "+name, err)
	}
	return content, err
}

// unescape reads what fileName writes.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if hi, lo := nibble(s, i+1), nibble(s, i+2); s[i] == '%' && hi >= 0 && lo >= 0 {
			b.WriteByte(byte(hi<<4 | lo))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// nibble returns the value of a hexadecimal digit, or -1.
func nibble(s string, i int) int {
	if i >= len(s) {
		return -1
	}
	return strings.IndexByte("0123456789ABCDEF", s[i])
}
