// Package files has folders through which programs exchange files, as accounting programs do that have no API. [Dir] is
// a folder of a disk, [Memory] one for tests. A folder behind FTP or the like is the host's: four methods, which
// filestest.Run checks.
//
//	folder := files.Dir("/srv/torgsoft")
//	watch := files.NewWatch(folder, "*.trs")
//	for _, e := range complete(watch.Complete(ctx)) {
//		content, err := files.ReadAll(ctx, folder, e.Name, 64<<20)
//		...
//		err = folder.Move(ctx, e.Name, "done/"+e.Name)
//	}
//
// # Names
//
// Names are paths within the folder, with slashes on every system: "done/TSGoods-000017.trs". A name that leaves the
// folder is refused with [ErrName], also one that leaves it through a symbolic link of a [Dir]. Names that begin with a
// dot belong to files that are being written: no list has them.
//
// # Files that come
//
// The other program writes when it likes. A file counts as complete when it has the same size and time in two lists
// ([Watch]); it is read with a limit ([ReadAll]) and then moved to another folder, such as "done" or "refused", so that
// it is there for a person and does not come again.
//
// # Files that go
//
// Write makes a file appear at once and whole: it is written under another name and then renamed. Writing the same
// again changes nothing, and what is there is never overwritten: other content is [ErrExists].
package files
