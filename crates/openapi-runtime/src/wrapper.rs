//! Structs around one value.

/// Defines a struct around one value. It has the JSON representation of the value, and converts from it. `[own]` before the value
/// is for a type that only has serde's traits.
///
/// ```
/// openapi_runtime::wrapper! {
///     /// A tree.
///     pub struct Tree(pub Vec<Tree>);
/// }
///
/// let tree: Tree = openapi_runtime::serde_json::from_str("[[],[]]").unwrap();
/// assert_eq!(tree, Tree::from(vec![Tree(vec![]), Tree(vec![])]));
/// ```
#[macro_export]
macro_rules! wrapper {
    (@shape $ty:ty) => {
        $crate::shape::Shape::Named(|| &<$ty as $crate::Typed>::SHAPE)
    };
    (@shape $ty:ty, own) => {
        <$ty as $crate::OwnType>::SHAPE
    };
    (@read $value:expr, $from:ident) => {
        $crate::source::value($from).map(|value| $value = value)
    };
    (@read $value:expr, $from:ident, own) => {
        $crate::source::own::value($from).map(|value| $value = value)
    };
    (@write $value:expr, $to:ident) => {
        $crate::sink::Write::write(&$crate::sink::Borrowed(&$value), $to)
    };
    (@write $value:expr, $to:ident, own) => {
        $crate::sink::Write::write(&$crate::sink::Own(&$value), $to)
    };
    (@blank) => {
        $crate::Typed::blank()
    };
    (@blank own) => {
        ::std::default::Default::default()
    };
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident $([$own:ident])? (pub $ty:ty);) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        $visibility struct $name(pub $ty);

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::wrapper!(@shape $ty $(, $own)?);
            type Kind = $crate::kind::Wrapped;

            fn blank() -> Self {
                Self($crate::wrapper!(@blank $($own)?))
            }
        }

        impl $crate::kind::Kind<$name> for $crate::kind::Wrapped {
            fn read(
                value: &mut $name,
                from: &mut dyn $crate::source::Source<'_>,
            ) -> ::std::result::Result<(), $crate::source::Unreadable> {
                $crate::wrapper!(@read value.0, from $(, $own)?)
            }

            fn write(
                value: &$name,
                to: &mut dyn $crate::sink::Sink,
            ) -> ::std::result::Result<(), $crate::sink::Unwritable> {
                $crate::wrapper!(@write value.0, to $(, $own)?)
            }
        }

        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self(value)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::sink::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::source::deserialize(deserializer)
            }
        }
    };
}
