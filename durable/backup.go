package durable

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// Backup writes a copy of the whole database, as it is at one moment, to a new file, while orders are worked on. Only a
// finished copy has the name. The copy opens as a store; to restore it, end the process and put it in the place of the
// file of the database, without the files beside that (-wal, -shm). It holds personal data: also of people whose data
// are erased after it was made, so erase them again after a restore.
//
// It is for SQLite. PostgreSQL is copied by its own programs: there the error wraps errors.ErrUnsupported and says which
// command to give. The error wraps fs.ErrExist if there is a file with the name.
func (s *Store) Backup(ctx context.Context, path string) error { return s.db.backup(ctx, path) }

func (db *sqliteDB) backup(ctx context.Context, path string) (err error) {
	db.backups.Lock() // two with one name would give it to half a copy
	defer db.backups.Unlock()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return fmt.Errorf("durable: backup to %s: %w", path, err)
	}
	part := path + ".part"
	defer func() {
		if err != nil {
			err = fmt.Errorf("durable: backup to %s: %w", path, err)
			if gone := os.Remove(part); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a backup that was cut short
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // SQLite fills an empty file
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	from, err := sql.Open("sqlite", "file:"+(&url.URL{Path: db.path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if _, err := from.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return sqliteError(err)
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder last, where the system can.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, errors.ErrUnsupported) {
		return errors.Join(err, d.Close())
	}
	return d.Close()
}

func (db *pgDB) backup(_ context.Context, path string) error {
	c := db.pool.Config().ConnConfig
	return fmt.Errorf("durable: PostgreSQL is copied by its own programs; give the command: pg_dump --format=custom --file=%q --host=%q --port=%d --username=%q %q: %w",
		path, c.Host, c.Port, c.User, c.Database, errors.ErrUnsupported)
}
