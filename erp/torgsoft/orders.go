package torgsoft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"

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
// "numbers" has the order of each number. Both "written" and "numbers" must be kept.
func (s *Sync) WriteOrder(ctx context.Context, v order.View) (Written, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.writeOrder(ctx, v)
	return w, s.about("order "+v.ID, err)
}

func (s *Sync) writeOrder(ctx context.Context, v order.View) (Written, error) {
	key := fileName(v.ID) + ".json"
	kept, err := s.contentOf(ctx, writtenFolder+"/"+key)
	if err != nil {
		return Written{}, err
	}
	staged, err := s.contentOf(ctx, outbox+"/"+key)
	if err != nil {
		return Written{}, err
	}
	first := kept // as it was written, or made ready, first
	if first == nil {
		first = staged
	}
	if first != nil {
		if v.Number, err = numberIn(first); err != nil {
			return Written{}, err
		}
	}
	file, err := NewOrderFile(v, s.set.Orders)
	if err != nil {
		return Written{}, err
	}
	w := Written{Number: file.Number, Name: file.Name}
	if first == nil {
		if err := s.reserve(ctx, file.Number, v.ID); err != nil {
			return w, err
		}
		first = file.Content
		if err := s.folder.Write(ctx, outbox+"/"+key, first); err != nil {
			return w, s.failed("write "+file.Name, err)
		}
	}
	if kept == nil {
		if err := s.folder.Write(ctx, writtenFolder+"/"+key, first); err != nil {
			return w, s.failed("write "+file.Name, err)
		}
	}
	if kept == nil || staged != nil { // a copy that is not in the outbox any more has been renamed, and is Torgsoft's
		if err := s.folder.Move(ctx, outbox+"/"+key, file.Name); err != nil {
			return w, s.failed("write "+file.Name, err)
		}
	}
	if !bytes.Equal(first, file.Content) {
		return w, conflict("order %s was written before and has changed since: Torgsoft takes an order once, so change it there", file.Number)
	}
	there, err := s.contentOf(ctx, file.Name)
	w.Taken = there == nil
	return w, err
}

// reserve keeps a number for an order. Torgsoft would take a second order of that number for the first.
func (s *Sync) reserve(ctx context.Context, number, id string) error {
	name := numbersFolder + "/" + fileName(number)
	err := s.folder.Write(ctx, name, []byte(id))
	if !errors.Is(err, files.ErrExists) {
		if err != nil {
			err = s.failed("write "+name, err)
		}
		return err
	}
	other, err := s.contentOf(ctx, name)
	if err != nil {
		return err
	}
	return conflict("number %s was written for order %s: Torgsoft would take them for one; let their numbers differ", number, string(other))
}

// numberIn returns the number in an order file.
func numberIn(content []byte) (string, error) {
	text, _, err := decode(content)
	if err != nil {
		return "", err
	}
	var file struct {
		Options struct{ OrderNumber string }
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil || file.Options.OrderNumber == "" {
		return "", refuse("what was written of the order before cannot be read: look at the folders %s and %s", writtenFolder, outbox)
	}
	return file.Options.OrderNumber, nil
}

// contentOf returns the content of a file, or nil if it is not there.
func (s *Sync) contentOf(ctx context.Context, name string) ([]byte, error) {
	content, err := files.ReadAll(ctx, s.folder, name, s.set.MaxSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, s.failed("read "+name, err)
	case content == nil:
		content = []byte{}
	}
	return content, nil
}
