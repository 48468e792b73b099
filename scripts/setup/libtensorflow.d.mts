/** Lets TensorFlow's CUDA build find NVIDIA's libraries beside itself, in `folder/lib`. */
export function linkNvidiaFolder(folder: string): void;
